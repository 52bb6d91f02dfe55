using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Building;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Http;
using Planable.Web.GraphQL.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Planable.Web.GraphQL.Engine;

/// <summary>Says what a server is made of; shaped like HotChocolate's <c>IRequestExecutorBuilder</c>.</summary>
public sealed class GraphQLServerBuilder(IServiceCollection services)
{
    readonly HashSet<Type> types = [];
    readonly List<Action<IServiceProvider, IServiceProvider>> initializers = [];

    public IServiceCollection Services { get; } = services;
    internal GraphQLOptions Options { get; } = new();

    /// <summary>Adds every annotated type of an assembly, optionally of those a namespace begins with.</summary>
    public GraphQLServerBuilder AddTypes(Assembly assembly, string? inNamespace = null)
    {
        foreach (var type in assembly.GetTypes().Where(t => inNamespace is null || t.Namespace?.StartsWith(inNamespace, StringComparison.Ordinal) == true))
        {
            if (IsAnnotated(type))
                types.Add(type);
        }

        return this;
    }

    public GraphQLServerBuilder AddType<T>() => AddType(typeof(T));

    public GraphQLServerBuilder AddType(Type type)
    {
        types.Add(type);
        return this;
    }

    public GraphQLServerBuilder AddTypeExtension<T>() => AddType<T>();

    /// <summary>Prepares the scope of a resolver or loader from the request's: hands the tenant or user on.</summary>
    public GraphQLServerBuilder AddScopedServiceInitializer<TService>(Action<TService, TService> initialize) where TService : notnull
    {
        initializers.Add((request, scope) => initialize(request.GetRequiredService<TService>(), scope.GetRequiredService<TService>()));
        return this;
    }

    public GraphQLServerBuilder AddErrorFilter<T>() where T : class, IErrorFilter
    {
        Services.AddSingleton<IErrorFilter, T>();
        return this;
    }

    public GraphQLServerBuilder AddErrorFilter(Func<IError, IError> filter)
    {
        Services.AddSingleton<IErrorFilter>(new FunctionFilter(filter));
        return this;
    }

    public GraphQLServerBuilder AddHttpRequestInterceptor<T>() where T : class, IHttpRequestInterceptor
    {
        Services.Replace(ServiceDescriptor.Scoped<IHttpRequestInterceptor, T>());
        return this;
    }

    public GraphQLServerBuilder AddSocketSessionInterceptor<T>() where T : class, ISocketSessionInterceptor
    {
        Services.Replace(ServiceDescriptor.Scoped<ISocketSessionInterceptor, T>());
        return this;
    }

    /// <summary>Topics within this process.</summary>
    public GraphQLServerBuilder AddInMemorySubscriptions()
    {
        Services.TryAddSingleton<InMemoryTopics>();
        Services.TryAddSingleton<ITopicEventSender>(s => s.GetRequiredService<InMemoryTopics>());
        Services.TryAddSingleton<ITopicEventReceiver>(s => s.GetRequiredService<InMemoryTopics>());
        return this;
    }

    /// <summary>Operations known beforehand, by their id: a client sends <c>id</c> (or <c>documentId</c>) instead of text.</summary>
    public GraphQLServerBuilder AddOperationDocuments(IReadOnlyDictionary<string, string> documents)
    {
        Services.AddSingleton(new TrustedDocuments(documents));
        return this;
    }

    public GraphQLServerBuilder ModifyOptions(Action<GraphQLOptions> modify)
    {
        modify(Options);
        return this;
    }

    internal RequestExecutor Build(IServiceProvider root)
    {
        var loaders = new LoaderDefinitions();
        foreach (var holder in types.Where(HasLoaders))
            loaders.Add(holder);
        var schema = SchemaBuilder.Build(types, Options, root.GetRequiredService<IServiceProviderIsService>(), loaders);
        return new(schema, Options, loaders, initializers, [.. root.GetServices<IErrorFilter>()], root.GetService<TrustedDocuments>());
    }

    static bool IsAnnotated(Type type) =>
        HasLoaders(type) || type.GetCustomAttributes(false).Any(a =>
            a is QueryTypeAttribute or MutationTypeAttribute or SubscriptionTypeAttribute or ObjectTypeAttribute or ExtendObjectTypeAttribute or InterfaceTypeAttribute or UnionTypeAttribute
            || (a.GetType() is { IsGenericType: true } generic && (generic.GetGenericTypeDefinition() == typeof(ObjectTypeAttribute<>) || generic.GetGenericTypeDefinition() == typeof(ExtendObjectTypeAttribute<>))));

    static bool HasLoaders(Type type) =>
        type is { IsAbstract: true, IsSealed: true } && type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Any(m => m.IsDefined(typeof(DataLoaderAttribute)));

    sealed class FunctionFilter(Func<IError, IError> filter) : IErrorFilter
    {
        public IError OnError(IError error) => filter(error);
    }
}

public static class GraphQLServices
{
    /// <summary>Adds a GraphQL server; its schema is built at the first request, or when <see cref="RequestExecutor"/> is asked for.</summary>
    public static GraphQLServerBuilder AddGraphQLServer(this IServiceCollection services)
    {
        var builder = new GraphQLServerBuilder(services);
        services.AddSingleton(builder.Build);
        services.TryAddScoped<IHttpRequestInterceptor, DefaultHttpRequestInterceptor>();
        services.TryAddScoped<ISocketSessionInterceptor, DefaultSocketSessionInterceptor>();
        return builder;
    }
}
