using System.Linq.Expressions;
using System.Reflection;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Calls members of C# types at speed. What is compiled is compiled at the first call: a schema has many fields, a request few.</summary>
static class Invocations
{
    public static Func<object, object?> Getter(PropertyInfo property)
    {
        var compiled = new Lazy<Func<object, object?>>(() =>
        {
            var target = Expression.Parameter(typeof(object));
            return Expression.Lambda<Func<object, object?>>(
                Expression.Convert(Expression.Property(Expression.Convert(target, property.DeclaringType!), property), typeof(object)), target).Compile();
        });
        return target => compiled.Value(target);
    }

    public static Func<object?, object?[], object?> Method(MethodInfo method)
    {
        var compiled = new Lazy<Func<object?, object?[], object?>>(() =>
        {
            var target = Expression.Parameter(typeof(object));
            var values = Expression.Parameter(typeof(object?[]));
            var arguments = method.GetParameters().Select((p, i) => (Expression)Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(i)), p.ParameterType));
            var call = Expression.Call(method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!), method, arguments);
            Expression body = method.ReturnType == typeof(void) ? Expression.Block(call, Expression.Constant(null)) : Expression.Convert(call, typeof(object));
            return Expression.Lambda<Func<object?, object?[], object?>>(body, target, values).Compile();
        });
        return (target, values) => compiled.Value(target, values);
    }

    /// <summary>Turns what a method returns, perhaps a task, into a value to wait for.</summary>
    public static Func<object?, ValueTask<object?>> Awaiter(Type returned)
    {
        var open = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var method = open == typeof(Task<>) ? nameof(OfTask) : open == typeof(ValueTask<>) ? nameof(OfValueTask) : null;
        if (returned == typeof(Task))
            return async task => await Ignore((Task)task!);
        return method is null
            ? static value => new(value)
            : typeof(Invocations).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(returned.GetGenericArguments()[0]).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    static async Task<object?> Ignore(Task task)
    {
        await task;
        return null;
    }

    static ValueTask<object?> OfTask<T>(object? task)
    {
        var typed = (Task<T>)task!;
        return typed.IsCompletedSuccessfully ? new(typed.GetAwaiter().GetResult()) : Wait(typed);

        static async ValueTask<object?> Wait(Task<T> task) => await task.ConfigureAwait(false);
    }

    static ValueTask<object?> OfValueTask<T>(object? task)
    {
        var typed = (ValueTask<T>)task!;
        return typed.IsCompletedSuccessfully ? new(typed.GetAwaiter().GetResult()) : Wait(typed);

        static async ValueTask<object?> Wait(ValueTask<T> task) => await task.ConfigureAwait(false);
    }
}

/// <summary>Where the value of a resolver's parameter comes from.</summary>
delegate object? Binding(ResolverContext context);
