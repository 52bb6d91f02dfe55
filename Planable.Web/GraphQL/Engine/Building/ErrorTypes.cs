using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Declared errors of mutations: exceptions themselves, or classes made from one by <c>CreateErrorFrom</c> or a constructor.</summary>
sealed class ErrorTypes(Func<TypeRegistry> registry, FieldBuilder fields)
{
    /// <summary>An error type, and how it is made; null from <see cref="Make"/> when the exception is none of its own.</summary>
    public sealed record Known(ObjectType Type, Func<Exception, object?> Make);

    public IReadOnlyList<Known> Of(MethodInfo method) =>
        [.. method.GetCustomAttributes<ErrorAttribute>().Concat(method.DeclaringType!.GetCustomAttributes<ErrorAttribute>()).Select(a => a.Type).Distinct().Select(Of)];

    public UnionType Union(string stem, IReadOnlyList<Known> known)
    {
        var union = registry().Named($"{stem}Error", () => new UnionType($"{stem}Error") { Description = $"Why {Naming.Camel(stem)} did nothing." });
        union.Members.AddRange(known.Select(k => k.Type).Where(t => !union.Members.Contains(t)));
        return union;
    }

    Known Of(Type type)
    {
        var name = Name(type);
        if (type.IsAssignableTo(typeof(Exception)))
            return new(registry().Named(name, () => OfException(type, name)), e => type.IsInstanceOfType(e) ? e : null);

        var made = registry().Named(name, () => new ObjectType(name) { ClrType = type, Description = Naming.Description(type) }, o => Fill(o, type));
        var factories = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.Name == "CreateErrorFrom")
            .Select(m => (From: m.GetParameters()[0].ParameterType, Make: (Func<Exception, object?>)(e => m.Invoke(null, [e]))))
            .Concat(type.GetConstructors().Where(c => c.GetParameters() is [var p] && p.ParameterType.IsAssignableTo(typeof(Exception)))
                .Select(c => (From: c.GetParameters()[0].ParameterType, Make: (Func<Exception, object?>)(e => c.Invoke([e]))))).ToList();
        if (factories.Count == 0)
            throw new InvalidOperationException($"{type.Name} needs CreateErrorFrom(exception) or a constructor that takes one.");
        return new(made, e => factories.Where(f => f.From.IsInstanceOfType(e)).Select(f => f.Make(e)).FirstOrDefault());
    }

    ObjectType OfException(Type type, string name)
    {
        var error = new ObjectType(name) { ClrType = type, Description = Naming.Description(type) };
        error.Add(Message(e => ((Exception)e).Message));
        error.Interfaces.Add(Interface());
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.DeclaringType!.IsAssignableTo(typeof(Exception)) && p.DeclaringType != typeof(Exception)))
        {
            if (property.Name != "Message" && !Naming.Ignored(property))
                error.Add(fields.OfProperty(property, name));
        }

        return error;
    }

    void Fill(ObjectType error, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !Naming.Ignored(p) && p.Name != "EqualityContract"))
            error.Add(fields.OfProperty(property, error.Name));
        if (error.Find("message") is null)
            throw new InvalidOperationException($"{type.Name} needs a Message.");
        error.Interfaces.Add(Interface());
    }

    InterfaceType Interface() => registry().Named("Error", () =>
    {
        var contract = new InterfaceType("Error");
        contract.Add(Message(null));
        return contract;
    });

    Field Message(Func<object, object?>? get) => new("message", new NonNullType(registry().Named("String", () => Scalars.String))) { Getter = get };

    static string Name(Type type) =>
        Naming.Given(type) ?? (type.Name.EndsWith("Exception", StringComparison.Ordinal) ? type.Name[..^9] + "Error"
            : type.Name.EndsWith("Error", StringComparison.Ordinal) ? type.Name : type.Name + "Error");
}
