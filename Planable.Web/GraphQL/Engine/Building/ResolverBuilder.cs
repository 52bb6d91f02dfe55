using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Makes a resolver out of a method: binds its parameters, gives it a scope, waits for it.</summary>
sealed class ResolverBuilder(ParameterBinder parameters)
{
    /// <summary>A method and how to call it.</summary>
    public sealed record Call(Resolver Resolve, IReadOnlyList<InputField> Arguments, bool NeedsScope);

    /// <summary>The call of a method of the parent's own class (<paramref name="onParent"/>) or of a class that tells about it.</summary>
    public Call Of(MethodInfo method, bool onParent)
    {
        var found = new ParameterBinder.Found();
        return Of(method, onParent, [.. method.GetParameters().Select(p => parameters.Bind(p, found))], found);
    }

    public Call Of(MethodInfo method, bool onParent, Binding[] bindings, ParameterBinder.Found found)
    {
        var call = Invocations.Method(method);
        var wait = Invocations.Awaiter(method.ReturnType);
        var holder = method.DeclaringType!;
        Func<ResolverContext, object?> target = method.IsStatic ? static _ => null
            : onParent ? static context => context.RawParent
            : context => context.Services.GetService(holder) ?? ActivatorUtilities.CreateInstance(context.Services, holder);
        var needsScope = !method.IsDefined(typeof(UseRequestScopeAttribute)) && !holder.IsDefined(typeof(UseRequestScopeAttribute))
            && (found.UsesServices || (!method.IsStatic && !onParent && holder.GetConstructors().Any(c => c.GetParameters().Length > 0)));
        return new(context =>
        {
            var values = new object?[bindings.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = bindings[i](context);
            return wait(call(target(context), values));
        }, found.Arguments, needsScope);
    }

    /// <summary>Queries and their lists are resolved side by side, so each call has services of its own until its value is read.</summary>
    public static Resolver InScope(Resolver inner) => async context =>
    {
        await using var scope = context.Request.NewScope();
        var outer = context.Services;
        context.Services = scope.ServiceProvider;
        try
        {
            return await inner(context);
        }
        finally
        {
            context.Services = outer;
        }
    };
}
