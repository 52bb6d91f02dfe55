using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Makes fields of properties and methods, with what their attributes ask for.</summary>
sealed class FieldBuilder(Func<TypeRegistry> registry, ResolverBuilder resolvers, ConnectionTypes connections, FilterTypes filters)
{
    public Field OfProperty(PropertyInfo property, string ownerName)
    {
        var field = Describe(new(Naming.Field(property), null!), property);
        var shape = ClrShape.Of(property);
        var get = Invocations.Getter(property);
        if (!HasSteps(property) && shape.Unwrapped.Type == (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
        {
            field.Type = Typed(property, shape);
            field.Getter = property.GetCustomAttribute<IDAttribute>() is { } id ? WithIds(get, IdName(id, ownerName)) : get;
            return field;
        }

        var wait = Invocations.Awaiter(property.PropertyType);
        return Finish(field, property, shape, context => wait(get(context.RawParent!)), needsScope: false, ownerName);
    }

    public Field OfMethod(MethodInfo method, bool onParent, string ownerName, bool mutation = false)
    {
        var field = Describe(new(Naming.Field(method), null!), method);
        var call = resolvers.Of(method, onParent);
        field.Arguments.AddRange(call.Arguments);
        return Finish(field, method, ClrShape.Of(method.ReturnParameter), call.Resolve, call.NeedsScope && !mutation, ownerName);
    }

    /// <summary>The steps after the resolver, from the inside out: order, filter, page or read, scope, ids.</summary>
    public Field Finish(Field field, MemberInfo member, ClrShape shape, Resolver resolve, bool needsScope, string ownerName)
    {
        var list = shape.Unwrapped;
        var paging = member.GetCustomAttribute<UsePagingAttribute>();
        var item = list.Item ?? (paging is not null && list.Arguments is [var of] ? of : null);
        if (item is not null && Scalars.Of(list.Type) is null)
        {
            var steps = ListSteps.Of(item.Type);
            resolve = WithFilters(field, member, item, steps, resolve);
            if (paging is not null)
            {
                connections.Page(field, item, paging, list.Nullable);
                var unpaged = resolve;
                resolve = async context =>
                {
                    // Asked for before the resolver runs: a page that is refused shall cost nothing.
                    var page = PagingField.ArgumentsOf(context);
                    return await steps.Page(await unpaged(context), page, context.RequestAborted);
                };
            }
            else if (IsLazy(list.Type))
            {
                var unread = resolve;
                resolve = async context => await steps.Read(await unread(context), context.RequestAborted);
            }
        }

        field.Type ??= Typed(member, shape);
        if (needsScope)
            resolve = ResolverBuilder.InScope(resolve);
        if (IdOf(member) is { } id)
        {
            var raw = resolve;
            var name = IdName(id, ownerName);
            resolve = async context => Ids(await raw(context), name);
        }

        field.Resolver = resolve;
        return field;
    }

    Resolver WithFilters(Field field, MemberInfo member, ClrShape item, ListSteps steps, Resolver resolve)
    {
        var inner = resolve;
        if (member.GetCustomAttribute<UseSortingAttribute>() is { } sorting)
        {
            field.Arguments.Add(new("order", new ListType(new NonNullType(filters.Sort(sorting.Type ?? item.Type)))));
            resolve = async context => steps.Sort(await inner(context), context.ArgumentValue<List<object?>?>("order"));
        }

        if (member.GetCustomAttribute<UseFilteringAttribute>() is not { } filtering)
            return resolve;
        var sorted = resolve;
        field.Arguments.Add(new("where", filters.Filter(filtering.Type ?? item.Type)));
        return async context => steps.Filter(await sorted(context), context.ArgumentValue<InputObject?>("where"));
    }

    GraphType Typed(MemberInfo member, ClrShape shape)
    {
        if (IdOf(member) is null)
            return registry().Output(shape);
        registry().Named(Scalars.Id.Name, () => Scalars.Id);
        return IdTypes.Shape(shape);
    }

    public static Field Describe(Field field, MemberInfo member)
    {
        field.Description = Naming.Description(member);
        field.DeprecationReason = Naming.Deprecation(member);
        field.Cost = member.GetCustomAttribute<CostAttribute>()?.Weight;
        if (member.GetCustomAttribute<ListSizeAttribute>() is { } size)
            field.ListSize = new(size.AssumedSize == 0 ? null : size.AssumedSize, size.SlicingArguments, size.SizedFields, size.RequireOneSlicingArgument);
        return field;
    }

    public static Func<object, object?> WithIds(Func<object, object?> get, string typeName) => parent => Ids(get(parent), typeName);

    static object? Ids(object? value, string typeName) => value switch
    {
        null => null,
        string or Guid or IFormattable => GlobalIds.Write(typeName, value),
        System.Collections.IEnumerable many => many.Cast<object?>().Select(one => one is null ? null : GlobalIds.Write(typeName, one)).ToList(),
        _ => GlobalIds.Write(typeName, value),
    };

    static IDAttribute? IdOf(MemberInfo member) =>
        member.GetCustomAttribute<IDAttribute>() ?? (member as MethodInfo)?.ReturnParameter.GetCustomAttribute<IDAttribute>();

    static string IdName(IDAttribute id, string owner) => id.TypeName ?? (id.Type is null ? owner : Naming.Type(id.Type));

    static bool HasSteps(MemberInfo member) =>
        member.IsDefined(typeof(UsePagingAttribute)) || member.IsDefined(typeof(UseFilteringAttribute)) || member.IsDefined(typeof(UseSortingAttribute));

    static bool IsLazy(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(IQueryable<>) || open == typeof(IEnumerable<>) || open == typeof(IAsyncEnumerable<>));
}
