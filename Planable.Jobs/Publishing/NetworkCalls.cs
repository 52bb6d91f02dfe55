using Planable.Data.Media;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>What came back from a network, or did not.</summary>
abstract record Answer
{
    public sealed record Ready(Prepared Prepared) : Answer;

    public sealed record Got(Receipt Receipt) : Answer;

    public sealed record Saw(Finding Finding) : Answer;

    /// <summary>The network was not asked: a file is still being made.</summary>
    public sealed record NotYet(Conversion Missing) : Answer;

    /// <summary>Surely nothing is out.</summary>
    public sealed record Refused(Failure Failure) : Answer;

    /// <summary>The mutating call may have gone through.</summary>
    public sealed record Lost(Failure Failure) : Answer;

    /// <summary>A question about something that may be out was not answered.</summary>
    public sealed record Unsure(Failure Failure) : Answer;
}

/// <summary>The four acts as calls that always answer: a connector's failures become answers here, whose meaning depends on the act.</summary>
static class NetworkCalls
{
    static readonly Failure NoAnswer = new(FailureClass.UnknownOutcome, "no-answer", "The network did not answer in time.");

    public static Task<Answer> Prepare(IConnector connector, OutgoingPost post, CancellationToken cancel) => Prepare(() => connector.Prepare(post, cancel));

    public static Task<Answer> Prepare(IConnector connector, OutgoingComment comment, CancellationToken cancel) => Prepare(() => connector.PrepareComment(comment, cancel));

    /// <param name="limit">Stopping the app must not cut this call: only time does.</param>
    public static Task<Answer> Send(IConnector connector, OutgoingPost post, Prepared prepared, TimeSpan limit, TimeProvider clock) => Send(cancel => connector.Send(post, prepared, cancel), limit, clock);

    public static Task<Answer> Send(IConnector connector, OutgoingComment comment, Prepared prepared, TimeSpan limit, TimeProvider clock) =>
        Send(cancel => connector.SendComment(comment, prepared, cancel), limit, clock);

    public static Task<Answer> Find(IConnector connector, OutgoingPost post, Prepared prepared, CancellationToken cancel) => Find(() => connector.Find(post, prepared, cancel));

    public static Task<Answer> Find(IConnector connector, OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Find(() => connector.FindComment(comment, prepared, cancel));

    static async Task<Answer> Prepare(Func<Task<Prepared>> prepare)
    {
        try
        {
            return new Answer.Ready(await prepare());
        }
        catch (ConnectorFailure failure)
        {
            return new Answer.Refused(failure.Failure);
        }
    }

    static async Task<Answer> Send(Func<CancellationToken, Task<Receipt>> send, TimeSpan limit, TimeProvider clock)
    {
        using var enough = new CancellationTokenSource(limit, clock);
        try
        {
            return new Answer.Got(await send(enough.Token));
        }
        catch (ConnectorFailure failure)
        {
            return failure.Failure.Class == FailureClass.UnknownOutcome ? new Answer.Lost(failure.Failure) : new Answer.Refused(failure.Failure);
        }
        catch (OperationCanceledException)
        {
            return new Answer.Lost(NoAnswer);
        }
    }

    static async Task<Answer> Find(Func<Task<Finding>> find)
    {
        try
        {
            return new Answer.Saw(await find());
        }
        catch (ConnectorFailure failure)
        {
            return new Answer.Unsure(failure.Failure);
        }
    }

    public static async Task<Answer> Confirm(IConnector connector, OutgoingPost post, Receipt pending, CancellationToken cancel)
    {
        try
        {
            return new Answer.Got(await connector.Confirm(post, pending, cancel));
        }
        catch (ConnectorFailure failure)
        {
            return failure.Failure.Class == FailureClass.Permanent ? new Answer.Refused(failure.Failure) : new Answer.Unsure(failure.Failure);
        }
    }
}
