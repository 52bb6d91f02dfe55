using System.Linq.Expressions;
using System.Reflection;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Queries;

/// <summary>The member a filter or sort field stands for, and the type its global ids have, if it is one.</summary>
public sealed record FilterMember(PropertyInfo Property, string? IdOf);

/// <summary>Turns a <c>where</c> argument into a predicate databases can translate.</summary>
static class Filters
{
    public static Expression Predicate(InputObject filter, Expression target)
    {
        Expression? all = null;
        foreach (var (name, value) in filter)
        {
            var condition = Condition(filter.Type, name, value, target);
            all = all is null ? condition : Expression.AndAlso(all, condition);
        }

        return all ?? Expression.Constant(true);
    }

    public static LambdaExpression Lambda(InputObject filter, Type item)
    {
        var parameter = Expression.Parameter(item, "x");
        return Expression.Lambda(Predicate(filter, parameter), parameter);
    }

    static Expression Condition(InputObjectType type, string name, object? value, Expression target)
    {
        if (type.Members is null)
            return Operation(name, value, target, null);
        if (name is "and" or "or" && !type.Members.ContainsKey(name))
            return Join(name, (List<object?>?)value, filter => Predicate(filter, target));

        var member = type.Members[name];
        var access = Expression.Property(target, member.Property);
        if (value is not InputObject inner)
            return Expression.Constant(true);
        if (inner.Type.Members is not null)
            return Expression.AndAlso(Expression.NotEqual(access, Expression.Constant(null, access.Type)), Predicate(inner, access));

        Expression? all = null;
        foreach (var (operation, operand) in inner)
        {
            var condition = Operation(operation, member.IdOf is null ? operand : Raw(operand, member), access, inner.Type);
            all = all is null ? condition : Expression.AndAlso(all, condition);
        }

        return all ?? Expression.Constant(true);
    }

    static Expression Operation(string name, object? value, Expression target, InputObjectType? type) => name switch
    {
        "and" or "or" => Join(name, (List<object?>?)value, filter => Operations(filter, target)),
        "eq" => Equal(target, value),
        "neq" => Expression.Not(Equal(target, value)),
        "in" => In(target, value),
        "nin" => Expression.Not(In(target, value)),
        "gt" => Compared(target, value, Comparisons.Greater),
        "ngt" => Expression.Not(Compared(target, value, Comparisons.Greater)),
        "gte" => Compared(target, value, Comparisons.GreaterOrEqual),
        "ngte" => Expression.Not(Compared(target, value, Comparisons.GreaterOrEqual)),
        "lt" => Compared(target, value, Comparisons.Less),
        "nlt" => Expression.Not(Compared(target, value, Comparisons.Less)),
        "lte" => Compared(target, value, Comparisons.LessOrEqual),
        "nlte" => Expression.Not(Compared(target, value, Comparisons.LessOrEqual)),
        "contains" => Text(nameof(string.Contains), target, value),
        "ncontains" => Expression.Not(Text(nameof(string.Contains), target, value)),
        "startsWith" => Text(nameof(string.StartsWith), target, value),
        "nstartsWith" => Expression.Not(Text(nameof(string.StartsWith), target, value)),
        "endsWith" => Text(nameof(string.EndsWith), target, value),
        "nendsWith" => Expression.Not(Text(nameof(string.EndsWith), target, value)),
        "any" => value is true ? Any(target, null) : Expression.Not(Any(target, null)),
        "some" => Any(target, (InputObject?)value),
        "none" => Expression.Not(Any(target, (InputObject?)value)),
        "all" => All(target, (InputObject?)value),
        _ => throw new InvalidOperationException($"{type} has no operation {name}."),
    };

    static Expression Operations(InputObject filter, Expression target)
    {
        Expression? all = null;
        foreach (var (name, value) in filter)
        {
            var condition = Operation(name, value, target, filter.Type);
            all = all is null ? condition : Expression.AndAlso(all, condition);
        }

        return all ?? Expression.Constant(true);
    }

    static Expression Join(string with, List<object?>? filters, Func<InputObject, Expression> condition)
    {
        Expression? joined = null;
        foreach (var filter in filters ?? [])
        {
            var next = condition((InputObject)filter!);
            joined = joined is null ? next : with == "and" ? Expression.AndAlso(joined, next) : Expression.OrElse(joined, next);
        }

        return joined ?? Expression.Constant(true);
    }

    static Expression Equal(Expression target, object? value) =>
        value is null
            ? MayBeNull(target.Type) ? Expression.Equal(target, Expression.Constant(null, target.Type)) : Expression.Constant(false)
            : Expression.Equal(target, Parameter(value, target.Type));

    static Expression In(Expression target, object? values)
    {
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(target.Type))!;
        foreach (var value in (List<object?>?)values ?? [])
        {
            if (value is not null || MayBeNull(target.Type))
                list.Add(Fit(value, target.Type));
        }

        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [target.Type], Parameters.Of(list, list.GetType()), target);
    }

    // Nothing is greater or less than null.
    static Expression Compared(Expression target, object? value, Func<Expression, Expression, Expression> compare) =>
        value is null ? Expression.Constant(false) : compare(target, Parameter(value, target.Type));

    static Expression Text(string method, Expression target, object? value)
    {
        if (value is null)
            return Expression.Constant(false);
        var call = Expression.Call(target, typeof(string).GetMethod(method, [typeof(string)])!, Parameters.Of(value, typeof(string)));
        return Expression.AndAlso(Expression.NotEqual(target, Expression.Constant(null, typeof(string))), call);
    }

    static Expression Any(Expression list, InputObject? filter)
    {
        var item = ItemOf(list.Type);
        return filter is null
            ? Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [item], list)
            : Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [item], list, ItemLambda(filter, item));
    }

    static Expression All(Expression list, InputObject? filter)
    {
        var item = ItemOf(list.Type);
        return filter is null ? Expression.Constant(true) : Expression.Call(typeof(Enumerable), nameof(Enumerable.All), [item], list, ItemLambda(filter, item));
    }

    static LambdaExpression ItemLambda(InputObject filter, Type item)
    {
        var parameter = Expression.Parameter(item, "i");
        return Expression.Lambda(filter.Type.Members is null ? Operations(filter, parameter) : Predicate(filter, parameter), parameter);
    }

    static object? Raw(object? operand, FilterMember member) => operand switch
    {
        string id => GlobalIds.Read(id, member.IdOf, member.Property.PropertyType),
        List<object?> ids => ids.ConvertAll(id => Raw(id, member)),
        _ => operand,
    };

    static Expression Parameter(object value, Type type) => Parameters.Of(Fit(value, type), type);

    static object? Fit(object? value, Type type)
    {
        var plain = System.Nullable.GetUnderlyingType(type) ?? type;
        if (value is null || plain.IsInstanceOfType(value))
            return value;
        return value is DateTimeOffset instant && plain == typeof(DateTime) ? instant.UtcDateTime : Convert.ChangeType(value, plain, System.Globalization.CultureInfo.InvariantCulture);
    }

    static bool MayBeNull(Type type) => !type.IsValueType || System.Nullable.GetUnderlyingType(type) is not null;

    static Type ItemOf(Type list) => list.GetInterfaces().Prepend(list).First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
}
