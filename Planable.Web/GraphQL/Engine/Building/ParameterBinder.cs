using System.Reflection;
using System.Security.Claims;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Subscriptions;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Binds parameters in HotChocolate's order: parent, service, argument, state, event, dependency injection, the built-in ones, else an argument.</summary>
sealed class ParameterBinder(InputTypes inputs, IServiceProviderIsService services, LoaderDefinitions loaders)
{
    /// <summary>What was learnt while binding the parameters of one method.</summary>
    public sealed class Found
    {
        public List<InputField> Arguments { get; } = [];
        public bool UsesServices { get; set; }
    }

    /// <summary>Whether the parameter is sent by the client.</summary>
    public bool IsArgument(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(ArgumentAttribute)) || (Special(parameter) is null && !IsService(parameter));

    public Binding Bind(ParameterInfo parameter, Found found)
    {
        if (!parameter.IsDefined(typeof(ArgumentAttribute)))
        {
            if (Special(parameter) is { } special)
                return special;
            if (IsService(parameter))
            {
                found.UsesServices = true;
                return Service(parameter);
            }
        }

        var argument = inputs.ArgumentOf(parameter);
        found.Arguments.Add(argument);
        return Argument(parameter, argument.Name);
    }

    public static Binding Argument(ParameterInfo parameter, string name)
    {
        var absent = InputTypes.Absent(parameter);
        var type = parameter.ParameterType;
        var optional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
        return context => context.Argument(name) is var value && value == ArgumentValues.Missing ? absent : optional || value is null ? InputTypes.Given(type, value) : value;
    }

    static Binding Service(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return parameter.GetCustomAttribute<ServiceAttribute>()?.Key is { } key
            ? context => context.Services.GetRequiredKeyedService(type, key)
            : context => context.Services.GetRequiredService(type);
    }

    bool IsService(ParameterInfo parameter) => parameter.IsDefined(typeof(ServiceAttribute)) || services.IsService(parameter.ParameterType);

    Binding? Special(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(ParentAttribute)))
            return context => context.RawParent;
        if (parameter.IsDefined(typeof(EventMessageAttribute)))
            return context => context.EventMessage<object?>();
        if (parameter.GetCustomAttribute<IsSelectedAttribute>() is { } selected)
            return context => context.IsSelected(selected.Field);
        if (parameter.GetCustomAttribute<GlobalStateAttribute>() is { } state)
            return State(state.Key ?? parameter.Name!, ClrShape.Of(parameter).Nullable || parameter.HasDefaultValue, InputTypes.Absent(parameter));
        if (type == typeof(CancellationToken))
            return context => context.RequestAborted;
        if (type == typeof(ClaimsPrincipal))
            return context => context.User;
        if (type == typeof(ResolverContext))
            return context => context;
        if (type == typeof(IServiceProvider))
            return context => context.Services;
        if (type == typeof(Schema))
            return context => context.Schema;
        if (type == typeof(PagingArguments))
            return context => PagingField.ArgumentsOf(context);
        if (type == typeof(ITopicEventSender) || type == typeof(ITopicEventReceiver))
            return context => context.Services.GetRequiredService(type);
        return loaders.Knows(type) ? context => context.Loader(type)
            : type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IDataLoader<,>))
                ? throw new InvalidOperationException($"There is no [DataLoader] method for {type.Name}, which {parameter.Member.DeclaringType!.Name}.{parameter.Member.Name} asks for.")
                : null;
    }

    static Binding State(string key, bool optional, object? absent) => context =>
        context.Request.GlobalState.TryGetValue(key, out var value) ? value
        : optional ? absent : throw new InvalidOperationException($"The request has no state \"{key}\".");
}
