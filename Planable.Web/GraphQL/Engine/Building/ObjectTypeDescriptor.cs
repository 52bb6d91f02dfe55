using System.Linq.Expressions;
using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>What was said about one type.</summary>
class ObjectTypeDescription
{
    public string? GivenName { get; protected set; }
    public string? GivenDescription { get; protected set; }
    public bool Explicit { get; protected set; }
    public Dictionary<string, FieldDescription> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs the <c>Configure</c> methods of the classes that tell about the type.</summary>
    public static ObjectTypeDescription Of(Type type, IEnumerable<Type> tellers)
    {
        var description = (ObjectTypeDescription)Activator.CreateInstance(typeof(ObjectTypeDescriptor<>).MakeGenericType(type))!;
        var contract = typeof(IObjectTypeDescriptor<>).MakeGenericType(type);
        foreach (var teller in tellers)
            teller.GetMethod("Configure", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [contract])?.Invoke(null, [description]);
        return description;
    }

    public sealed class FieldDescription : IObjectFieldDescriptor
    {
        public string? GivenName { get; private set; }
        public string? GivenDescription { get; private set; }
        public string? Deprecation { get; private set; }
        public double? Weight { get; private set; }
        public bool IsId { get; private set; }
        public string? IdOf { get; private set; }
        public bool Ignored { get; private set; }

        public IObjectFieldDescriptor Name(string name) => Set(() => GivenName = name);

        public IObjectFieldDescriptor Description(string description) => Set(() => GivenDescription = description);

        public IObjectFieldDescriptor Deprecated(string reason) => Set(() => Deprecation = reason);

        public IObjectFieldDescriptor Cost(double weight) => Set(() => Weight = weight);

        public IObjectFieldDescriptor ID(string? typeName = null) => Set(() => (IsId, IdOf) = (true, typeName));

        public IObjectFieldDescriptor Ignore() => Set(() => Ignored = true);

        FieldDescription Set(Action set)
        {
            set();
            return this;
        }
    }
}

sealed class ObjectTypeDescriptor<T> : ObjectTypeDescription, IObjectTypeDescriptor<T>
{
    public IObjectTypeDescriptor<T> Name(string name) => Set(() => GivenName = name);

    public IObjectTypeDescriptor<T> Description(string description) => Set(() => GivenDescription = description);

    public IObjectTypeDescriptor<T> BindFieldsExplicitly() => Set(() => Explicit = true);

    public IObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member) => Set(() => Of(member).Ignore());

    public IObjectFieldDescriptor Field(Expression<Func<T, object?>> member) => Of(member);

    FieldDescription Of(Expression<Func<T, object?>> member)
    {
        var body = member.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : member.Body;
        var name = body switch { MemberExpression m => m.Member.Name, MethodCallExpression c => c.Method.Name, _ => throw new ArgumentException("Name a member.", nameof(member)) };
        return Fields.TryGetValue(name, out var known) ? known : Fields[name] = new();
    }

    ObjectTypeDescriptor<T> Set(Action set)
    {
        set();
        return this;
    }
}
