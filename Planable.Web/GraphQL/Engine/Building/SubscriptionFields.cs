using System.Reflection;
using System.Runtime.CompilerServices;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Subscriptions;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Fields of the subscription type: where their events come from, and what each is answered with.</summary>
sealed class SubscriptionFields(FieldBuilder fields, ResolverBuilder resolvers)
{
    public Field Of(MethodInfo method, ObjectType owner)
    {
        var body = resolvers.Of(method, onParent: false);
        var field = FieldBuilder.Describe(new(Naming.Event(method), null!), method);
        field.Arguments.AddRange(body.Arguments);
        fields.Finish(field, method, ClrShape.Of(method.ReturnParameter), body.Resolve, needsScope: false, owner.Name);
        var with = method.GetCustomAttribute<SubscribeAttribute>()!.With;
        var message = method.GetParameters().FirstOrDefault(p => p.IsDefined(typeof(EventMessageAttribute)))?.ParameterType;
        field.Events = with is not null ? Opened(method, with, field)
            : Topic(method, message ?? throw new InvalidOperationException($"{method.Name} needs an [EventMessage] parameter, or [Subscribe(With = …)]."));
        return field;
    }

    EventSource Opened(MethodInfo method, string with, Field field)
    {
        var opener = method.DeclaringType!.GetMethod(with, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new InvalidOperationException($"{method.DeclaringType.Name} has no method {with}.");
        var call = resolvers.Of(opener, onParent: false);
        // What only the opener takes is an argument of the field all the same.
        field.Arguments.AddRange(call.Arguments.Where(a => field.Argument(a.Name) is null));
        return async context => Events(await call.Resolve(context) ?? throw new InvalidOperationException($"{with} gave no stream."));
    }

    static EventSource Topic(MethodInfo method, Type message)
    {
        var topic = method.GetCustomAttribute<TopicAttribute>()?.Topic ?? method.Name;
        var subscribe = typeof(SubscriptionFields).GetMethod(nameof(Subscribe), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(message).CreateDelegate<Func<ResolverContext, string, ValueTask<IAsyncEnumerable<object?>>>>();
        return context => subscribe(context, Fill(topic, context));
    }

    static string Fill(string topic, ResolverContext context)
    {
        foreach (var argument in context.Selection.Field.Arguments)
            topic = topic.Replace($"{{{argument.Name}}}", context.Argument(argument.Name) is var value && value != ArgumentValues.Missing ? value?.ToString() : "", StringComparison.Ordinal);
        return topic;
    }

    static async ValueTask<IAsyncEnumerable<object?>> Subscribe<T>(ResolverContext context, string topic) =>
        Boxed(await context.Request.Services.GetRequiredService<ITopicEventReceiver>().SubscribeAsync<T>(topic, context.RequestAborted));

    static IAsyncEnumerable<object?> Events(object stream)
    {
        if (stream is IAsyncEnumerable<object?> plain)
            return plain;
        var contract = stream.GetType().GetInterfaces().First(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(ISourceStream<>) || i.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
        var boxed = typeof(SubscriptionFields).GetMethod(contract.GetGenericTypeDefinition() == typeof(ISourceStream<>) ? nameof(Boxed) : nameof(BoxedEvents), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (IAsyncEnumerable<object?>)boxed.MakeGenericMethod(contract.GetGenericArguments()).Invoke(null, contract.GetGenericTypeDefinition() == typeof(ISourceStream<>) ? [stream] : [stream, CancellationToken.None])!;
    }

    static async IAsyncEnumerable<object?> BoxedEvents<T>(IAsyncEnumerable<T> events, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var message in events.WithCancellation(cancel))
            yield return message;
    }

    // Topics are listened to from the moment of subscribing, and no longer than the client.
    static BoxedStream<T> Boxed<T>(ISourceStream<T> stream) => new(stream);

    sealed class BoxedStream<T>(ISourceStream<T> stream) : IAsyncEnumerable<object?>
    {
        public async IAsyncEnumerator<object?> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            await using (stream)
            {
                await foreach (var message in stream.ReadEventsAsync().WithCancellation(cancellationToken))
                    yield return message;
            }
        }
    }
}
