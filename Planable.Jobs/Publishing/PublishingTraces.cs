using System.Diagnostics;
using Planable.Data.Publishing;

namespace Planable.Jobs.Publishing;

/// <summary>
/// The spans of publishing: one while a worker has a delivery, one under it for each call to a network. A delivery goes on in the trace of the form
/// that gave it its time, so that one trace leads from the press of a button to the network's answer.
/// </summary>
public static class PublishingTraces
{
    public const string SourceName = "Planable.Publishing";

    static readonly ActivitySource Source = new(SourceName);

    // Spans are there whether or not anybody exports them: log lines carry their trace's id.
    static PublishingTraces() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = source => source.Name == SourceName,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    });

    internal static Activity? Begin(Delivery delivery)
    {
        var parent = ActivityContext.TryParse(delivery.TraceParent, null, isRemote: true, out var scheduling) ? scheduling : default;
        var around = Activity.Current;
        var span = Source.StartActivity("delivery", ActivityKind.Consumer, parent);
        // Many deliveries are worked on side by side; only their calls have a current span.
        Activity.Current = around;
        return span?.SetTag("planable.delivery", delivery.Id).SetTag("planable.post", delivery.PostId).SetTag("planable.network", delivery.Channel.Network);
    }

    /// <param name="act">prepare, send, confirm or find.</param>
    internal static async Task<Answer> Call(string act, string network, Activity? delivery, Func<Task<Answer>> call)
    {
        using var span = Source.StartActivity($"{network} {act}", ActivityKind.Client, delivery?.Context ?? default);
        var answer = await call();
        span?.SetTag("planable.answer", answer.GetType().Name);
        return answer;
    }

    internal static void End(Activity? span, Delivery delivery)
    {
        if (delivery.NeedsPerson)
            span?.SetStatus(ActivityStatusCode.Error, delivery.FailureCode ?? delivery.State.ToString());
        span?.SetTag("planable.state", delivery.State.ToString()).Stop();
    }
}
