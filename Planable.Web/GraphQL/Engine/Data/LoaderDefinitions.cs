using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using Planable.Web.GraphQL.Engine.Annotations;

namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>
/// The <c>[DataLoader]</c> methods by the interface their loader is asked for with. Interfaces are written by hand
/// (<c>public interface IPostByIdDataLoader : IDataLoader&lt;Guid, Post&gt;;</c>), their classes are made here.
/// </summary>
public sealed class LoaderDefinitions
{
    static readonly ModuleBuilder Module =
        AssemblyBuilder.DefineDynamicAssembly(new("GraphQLLoaders"), AssemblyBuilderAccess.Run).DefineDynamicModule("Loaders");

    readonly Dictionary<Type, Func<Loaders, object>> factories = [];

    public bool Knows(Type type) => factories.ContainsKey(type);

    public object Create(Type type, Loaders loaders) =>
        factories.TryGetValue(type, out var create) ? create(loaders) : throw new InvalidOperationException($"There is no [DataLoader] method for {type.Name}.");

    /// <summary>Takes in every <c>[DataLoader]</c> method of a static class.</summary>
    public void Add(Type holder)
    {
        foreach (var method in holder.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (method.GetCustomAttribute<DataLoaderAttribute>() is { } attribute)
                Add(method, $"I{attribute.Name ?? Stem(method.Name)}DataLoader");
        }
    }

    void Add(MethodInfo method, string name)
    {
        var contract = method.DeclaringType!.Assembly.GetTypes().Where(t => t.IsInterface && t.Name == name)
            .OrderByDescending(t => t.Namespace == method.DeclaringType.Namespace).FirstOrDefault()
            ?? throw new InvalidOperationException($"[DataLoader] {method.DeclaringType.Name}.{method.Name} needs an interface {name} : IDataLoader<,>.");
        var types = contract.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDataLoader<,>)).GetGenericArguments();
        if (!contract.IsVisible)
            throw new InvalidOperationException($"{contract.FullName} must be public.");
        var build = typeof(LoaderDefinitions).GetMethod(nameof(Factory), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(types);
        factories[contract] = (Func<Loaders, object>)build.Invoke(null, [method, contract])!;
    }

    static Func<Loaders, object> Factory<TKey, TValue>(MethodInfo method, Type contract) where TKey : notnull
    {
        var fetch = LoaderMethods.Fetch<TKey, TValue>(method);
        var create = new Lazy<Func<Loaders, Fetch<TKey, TValue>, object>>(() => Implement<TKey, TValue>(contract));
        return loaders => create.Value(loaders, fetch);
    }

    static Func<Loaders, Fetch<TKey, TValue>, object> Implement<TKey, TValue>(Type contract) where TKey : notnull
    {
        var parent = typeof(DataLoader<TKey, TValue>);
        var arguments = new[] { typeof(Loaders), typeof(Fetch<TKey, TValue>) };
        TypeBuilder type;
        lock (Module)
            type = Module.DefineType($"{contract.Name[1..]}{Guid.NewGuid():N}", TypeAttributes.Public | TypeAttributes.Sealed, parent, [contract]);
        var code = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, arguments).GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Call, parent.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single());
        code.Emit(OpCodes.Ret);
        var made = type.CreateType();

        var loaders = Expression.Parameter(arguments[0]);
        var fetch = Expression.Parameter(arguments[1]);
        return Expression.Lambda<Func<Loaders, Fetch<TKey, TValue>, object>>(Expression.New(made.GetConstructor(arguments)!, loaders, fetch), loaders, fetch).Compile();
    }

    static string Stem(string method)
    {
        var stem = method.StartsWith("Get", StringComparison.Ordinal) ? method[3..] : method;
        stem = stem.EndsWith("Async", StringComparison.Ordinal) ? stem[..^5] : stem;
        return stem.EndsWith("DataLoader", StringComparison.Ordinal) ? stem[..^10] : stem;
    }
}
