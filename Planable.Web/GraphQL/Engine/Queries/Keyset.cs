using System.Linq.Expressions;
using System.Reflection;

namespace Planable.Web.GraphQL.Engine.Queries;

/// <summary>One thing a list is ordered by.</summary>
sealed record OrderKey(LambdaExpression Selector, bool Descending)
{
    public Type Type => Selector.ReturnType;
}

/// <summary>
/// The order of a query, made total and the same on every database: nulls come last whatever the database would do, and an <c>Id</c> breaks ties.
/// A page then starts where the last one ended by comparison, not by counting.
/// </summary>
sealed class Keyset
{
    static readonly NullabilityInfoContext Nullability = new();

    Keyset(IReadOnlyList<OrderKey> keys) => Keys = keys;

    public IReadOnlyList<OrderKey> Keys { get; }

    /// <summary>Reads the order a query has; without any it is its <c>Id</c>.</summary>
    public static Keyset Of(Expression query, Type item)
    {
        var keys = new List<OrderKey>();
        for (var at = query; at is MethodCallExpression { Method: { } method } call && method.DeclaringType == typeof(Queryable); at = call.Arguments[0])
        {
            if (method.Name is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending")
                keys.Insert(0, new((LambdaExpression)((UnaryExpression)call.Arguments[1]).Operand, method.Name.EndsWith("Descending", StringComparison.Ordinal)));
            else if (method.Name != "Where")
                break;
            // An OrderBy forgets what was before it.
            if (method.Name.StartsWith("OrderBy", StringComparison.Ordinal))
                break;
        }

        if (item.GetProperty("Id") is { } id && !keys.Exists(k => k.Selector.Body is MemberExpression { Member.Name: "Id" } m && m.Expression == k.Selector.Parameters[0]))
        {
            var parameter = Expression.Parameter(item, "x");
            keys.Add(new(Expression.Lambda(Expression.Property(parameter, id), parameter), false));
        }

        if (keys.Count == 0)
            throw new InvalidOperationException($"A page of {item.Name} needs an order: it has no Id.");
        return new([.. keys.SelectMany(WithNullsLast)]);
    }

    /// <summary>The query, or a sequence inside one, in this order.</summary>
    public Expression Order(Expression source, Type item, bool backward, Type methods)
    {
        for (var i = 0; i < Keys.Count; i++)
        {
            var name = (i == 0 ? "OrderBy" : "ThenBy") + (Keys[i].Descending == backward ? "" : "Descending");
            var selector = methods == typeof(Queryable) ? (Expression)Expression.Quote(Keys[i].Selector) : Keys[i].Selector;
            source = Expression.Call(methods, name, [item, Keys[i].Type], source, selector);
        }

        return source;
    }

    /// <summary>What comes behind a cursor (or before it): (a > x) or (a = x and b > y) or …</summary>
    public LambdaExpression After(IReadOnlyList<object?> values, Type item, bool backward)
    {
        var parameter = Expression.Parameter(item, "x");
        Expression any = Expression.Constant(false);
        Expression equalSoFar = Expression.Constant(true);
        for (var i = 0; i < Keys.Count; i++)
        {
            var key = Replace.Parameter(Keys[i].Selector, parameter);
            if (values[i] is null)
            {
                equalSoFar = And(equalSoFar, Expression.Equal(key, Expression.Constant(null, key.Type)));
                continue;
            }

            var value = Parameters.Of(values[i], key.Type);
            var further = Keys[i].Descending == backward ? Comparisons.Greater(key, value) : Comparisons.Less(key, value);
            any = Or(any, And(equalSoFar, further));
            equalSoFar = And(equalSoFar, Expression.Equal(key, value));
        }

        return Expression.Lambda(any, parameter);
    }

    static IEnumerable<OrderKey> WithNullsLast(OrderKey key)
    {
        if (MayBeNull(key.Selector.Body))
        {
            var isNull = Expression.Condition(Expression.Equal(key.Selector.Body, Expression.Constant(null, key.Type)), Expression.Constant(1), Expression.Constant(0));
            yield return new(Expression.Lambda(isNull, key.Selector.Parameters), false);
        }

        yield return key;
    }

    static bool MayBeNull(Expression body)
    {
        if (body.Type.IsValueType)
            return System.Nullable.GetUnderlyingType(body.Type) is not null;
        if (body is not MemberExpression { Member: PropertyInfo property })
            return true;
        lock (Nullability)
            return Nullability.Create(property).ReadState != NullabilityState.NotNull;
    }

    static Expression And(Expression a, Expression b) => a is ConstantExpression { Value: true } ? b : Expression.AndAlso(a, b);

    static Expression Or(Expression a, Expression b) => a is ConstantExpression { Value: false } ? b : Expression.OrElse(a, b);
}

/// <summary>Puts one parameter of a lambda in the place of another, so that two bodies can be joined.</summary>
sealed class Replace(ParameterExpression from, Expression to) : ExpressionVisitor
{
    public static Expression Parameter(LambdaExpression lambda, Expression with) => new Replace(lambda.Parameters[0], with).Visit(lambda.Body);

    protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
}

/// <summary>Values as a closure would hold them, so that databases see parameters and reuse their plans.</summary>
static class Parameters
{
    public static Expression Of(object? value, Type type) =>
        Expression.Property(Expression.Constant(Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)), "Value");

    sealed class Box<T>(T value)
    {
        public T Value { get; } = value;
    }
}

/// <summary>Greater and less for every type a column can have, in forms both LINQ providers translate.</summary>
static class Comparisons
{
    public static Expression Greater(Expression a, Expression b) => Compare(a, b, Expression.GreaterThan);

    public static Expression Less(Expression a, Expression b) => Compare(a, b, Expression.LessThan);

    public static Expression GreaterOrEqual(Expression a, Expression b) => Compare(a, b, Expression.GreaterThanOrEqual);

    public static Expression LessOrEqual(Expression a, Expression b) => Compare(a, b, Expression.LessThanOrEqual);

    static Expression Compare(Expression a, Expression b, Func<Expression, Expression, Expression> with)
    {
        var type = System.Nullable.GetUnderlyingType(a.Type) ?? a.Type;
        if (type == typeof(string))
            return with(Expression.Call(typeof(string), nameof(string.Compare), null, a, b), Expression.Constant(0));
        if (type == typeof(bool))
            return with(Number(a), Number(b));
        if (type.IsEnum)
            return with(Expression.Convert(a, typeof(int)), Expression.Convert(b, typeof(int)));
        if (type != typeof(Guid))
            return with(a, b);

        var (left, right) = (Plain(a), Plain(b));
        return with(Expression.Call(left, nameof(IComparable.CompareTo), null, right), Expression.Constant(0));
    }

    static Expression Plain(Expression e) => System.Nullable.GetUnderlyingType(e.Type) is null ? e : Expression.Property(e, "Value");

    static Expression Number(Expression flag) =>
        Expression.Condition(flag.Type == typeof(bool) ? flag : Expression.Equal(flag, Expression.Constant(true, flag.Type)), Expression.Constant(1), Expression.Constant(0));
}
