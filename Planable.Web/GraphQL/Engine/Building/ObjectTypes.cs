using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Fills object and interface types from their classes and from the classes that tell about them.</summary>
sealed class ObjectTypes(FieldBuilder fields, RelayTypes relay, ILookup<Type, Type> tellers)
{
    const BindingFlags Instance = BindingFlags.Public | BindingFlags.Instance;
    const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public void Fill(ObjectType type, Type clr)
    {
        var said = ObjectTypeDescription.Of(clr, tellers[clr]);
        type.Description = said.GivenDescription ?? type.Description;
        foreach (var property in Properties(clr))
            Add(type, said, property, () => fields.OfProperty(property, type.Name));
        foreach (var method in clr.GetMethods(Instance).Where(IsField))
            Add(type, said, method, () => fields.OfMethod(method, onParent: true, type.Name));
        foreach (var teller in tellers[clr])
            AddFrom(type, teller);
        relay.Consider(type, clr, tellers[clr]);
    }

    public void Fill(InterfaceType type, Type clr)
    {
        foreach (var property in Properties(clr).Concat(clr.GetInterfaces().SelectMany(Properties)))
            type.Add(fields.OfProperty(property, type.Name));
        foreach (var method in clr.GetMethods(Instance).Where(IsField))
            type.Add(fields.OfMethod(method, onParent: true, type.Name));
    }

    /// <summary>Adds the methods and properties of a class that tells about the type.</summary>
    public void AddFrom(ObjectType type, Type teller, bool mutation = false)
    {
        foreach (var method in teller.GetMethods(Own).Where(m => IsField(m) && !m.IsDefined(typeof(NodeResolverAttribute)) && !m.IsDefined(typeof(DataLoaderAttribute))))
            Replace(type, method, fields.OfMethod(method, onParent: false, type.Name, mutation));
        foreach (var property in teller.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(p => !Naming.Ignored(p)))
            Replace(type, property, fields.OfProperty(property, type.Name));
    }

    public static bool IsField(MethodInfo method) =>
        !method.IsSpecialName && !method.IsGenericMethodDefinition && method.ReturnType != typeof(void) && method.ReturnType != typeof(Task) && !Naming.Ignored(method)
        && method.GetBaseDefinition().DeclaringType != typeof(object) && method.DeclaringType != typeof(object)
        && !method.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false) && method.Name is not ("Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "<Clone>$" or "CompareTo")
        && method.GetParameters().All(p => !p.ParameterType.IsByRef);

    static void Replace(ObjectType type, MemberInfo member, Field field)
    {
        if (member.GetCustomAttribute<BindMemberAttribute>() is { } bound)
            type.Remove(Naming.Camel(bound.Name));
        type.Add(field);
    }

    static void Add(ObjectType type, ObjectTypeDescription said, MemberInfo member, Func<Field> make)
    {
        var about = said.Fields.GetValueOrDefault(member.Name);
        if (about?.Ignored == true || (said.Explicit && about is null))
            return;
        var field = make();
        if (about?.GivenName is { } name)
            field = Renamed(field, name);
        field.Description = about?.GivenDescription ?? field.Description;
        field.DeprecationReason = about?.Deprecation ?? field.DeprecationReason;
        field.Cost = about?.Weight ?? field.Cost;
        if (about is { IsId: true } && field.Getter is { } get)
        {
            field.Type = TypeRegistry.WithNamed(field.Type, Scalars.Id);
            field.Getter = FieldBuilder.WithIds(get, about.IdOf ?? type.Name);
        }

        type.Add(field);
    }

    static Field Renamed(Field field, string name)
    {
        var renamed = new Field(name, field.Type) { Description = field.Description, DeprecationReason = field.DeprecationReason, Getter = field.Getter, Resolver = field.Resolver, Cost = field.Cost, ListSize = field.ListSize, Paging = field.Paging };
        renamed.Arguments.AddRange(field.Arguments);
        return renamed;
    }

    static IEnumerable<PropertyInfo> Properties(Type clr) =>
        clr.GetProperties(Instance).Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true } && !Naming.Ignored(p))
            .GroupBy(p => p.Name, StringComparer.Ordinal).Select(g => g.OrderByDescending(p => Depth(p.DeclaringType!)).First());

    static int Depth(Type type) => type.BaseType is null ? 0 : Depth(type.BaseType) + 1;
}
