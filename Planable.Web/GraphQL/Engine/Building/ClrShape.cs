using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>A C# type with what its annotations say about null, at every level.</summary>
sealed record ClrShape(Type Type, bool Nullable, IReadOnlyList<ClrShape> Arguments)
{
    static readonly NullabilityInfoContext Context = new();

    public static ClrShape Of(PropertyInfo property) => Locked(() => Context.Create(property));

    public static ClrShape Of(ParameterInfo parameter) => Locked(() => Context.Create(parameter));

    /// <summary>What a task or nullable struct holds; the shape itself otherwise.</summary>
    public ClrShape Unwrapped
    {
        get
        {
            var open = Type.IsGenericType ? Type.GetGenericTypeDefinition() : null;
            if (open == typeof(Task<>) || open == typeof(ValueTask<>))
                return Arguments[0].Unwrapped;
            if (open == typeof(Optional<>))
                return Arguments[0].Unwrapped;
            return System.Nullable.GetUnderlyingType(Type) is { } inner ? this with { Type = inner, Nullable = true } : this;
        }
    }

    /// <summary>The shape of a list's items, or null for what is no list.</summary>
    public ClrShape? Item
    {
        get
        {
            if (Type == typeof(string) || Type == typeof(byte[]))
                return null;
            if (Type.IsArray)
                return Arguments is [var element] ? element : new(Type.GetElementType()!, true, []);
            var list = Type.GetInterfaces().Prepend(Type).FirstOrDefault(i =>
                i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IEnumerable<>) || i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
            if (list is null)
                return null;
            var item = list.GetGenericArguments()[0];
            return Arguments.Count == 1 && Arguments[0].Type == item ? Arguments[0] : new(item, false, []);
        }
    }

    static ClrShape Locked(Func<NullabilityInfo> info)
    {
        lock (Context)
            return From(info());
    }

    static ClrShape From(NullabilityInfo info) => new(
        info.Type,
        info.Type.IsValueType ? System.Nullable.GetUnderlyingType(info.Type) is not null : info.ReadState != NullabilityState.NotNull && info.WriteState != NullabilityState.NotNull,
        info.ElementType is { } element ? [From(element)] : [.. info.GenericTypeArguments.Select(From)]);
}
