using System.Reflection;

namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>Calls a <c>[DataLoader]</c> method: a dictionary (one value per key), a lookup (several), or one key at a time.</summary>
static class LoaderMethods
{
    public static Fetch<TKey, TValue> Fetch<TKey, TValue>(MethodInfo method) where TKey : notnull
    {
        var invoker = MethodInvoker.Create(method);
        var parameters = method.GetParameters();
        var result = method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>))
            ? method.ReturnType.GetGenericArguments()[0]
            : throw new InvalidOperationException($"[DataLoader] {method.DeclaringType!.Name}.{method.Name} must return a task.");
        if (parameters[0].ParameterType == typeof(TKey))
            return async (context, keys) => await Each<TKey, TValue>(keys, key => Call(invoker, parameters, context, key));
        if (!parameters[0].ParameterType.IsAssignableFrom(typeof(TKey[])))
            throw new InvalidOperationException($"[DataLoader] {method.DeclaringType!.Name}.{method.Name} must take IReadOnlyList<{typeof(TKey).Name}> first.");
        if (result.IsAssignableTo(typeof(IReadOnlyDictionary<TKey, TValue>)))
        {
            return async (context, keys) =>
            {
                var found = (IReadOnlyDictionary<TKey, TValue>)(await Result(Call(invoker, parameters, context, keys)))!;
                return key => found.TryGetValue(key, out var value) ? value : default;
            };
        }

        var item = typeof(TValue).GetElementType();
        if (item is not null && result.IsAssignableTo(typeof(ILookup<,>).MakeGenericType(typeof(TKey), item)))
        {
            var group = typeof(LoaderMethods).GetMethod(nameof(Group), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(typeof(TKey), item);
            return async (context, keys) =>
            {
                var lookup = await Result(Call(invoker, parameters, context, keys));
                return (Func<TKey, TValue?>)group.Invoke(null, [lookup])!;
            };
        }

        throw new InvalidOperationException($"[DataLoader] {method.DeclaringType!.Name}.{method.Name} must return a dictionary or a lookup of {typeof(TValue).Name} by {typeof(TKey).Name}.");
    }

    static Func<TKey, TItem[]?> Group<TKey, TItem>(ILookup<TKey, TItem> lookup) where TKey : notnull => key => [.. lookup[key]];

    static async Task<Func<TKey, TValue?>> Each<TKey, TValue>(IReadOnlyList<TKey> keys, Func<TKey, object?> call) where TKey : notnull
    {
        var values = new Dictionary<TKey, TValue?>();
        foreach (var key in keys)
            values[key] = (TValue?)await Result(call(key));
        return key => values[key];
    }

    static object? Call(MethodInvoker invoker, ParameterInfo[] parameters, LoaderContext context, object keys)
    {
        var values = new object?[parameters.Length];
        values[0] = keys;
        for (var i = 1; i < values.Length; i++)
        {
            var type = parameters[i].ParameterType;
            values[i] = type == typeof(CancellationToken) ? context.Cancel
                : type == typeof(PagingArguments) ? context.Paging ?? throw new InvalidOperationException("The loader was asked without .With(paging).")
                : type.GetInterfaces().Any(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(IDataLoader<,>)) ? context.Loaders.Get(type)
                : context.Services.GetRequiredService(type);
        }

        return invoker.Invoke(null, values.AsSpan());
    }

    static async Task<object?> Result(object? task)
    {
        if (task is not Task running)
            running = (Task)task!.GetType().GetMethod("AsTask")!.Invoke(task, null)!;
        await running;
        return running.GetType().GetProperty("Result")!.GetValue(running);
    }
}
