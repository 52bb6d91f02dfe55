using Planable.Data.Workspaces;

namespace Planable.Data.Webhooks;

public enum WebhookKind
{
    Events,

    /// <summary>Somebody tries whether it arrives.</summary>
    Ping,

    /// <summary>An older one, sent once more by hand.</summary>
    Again,
}

public enum WebhookState
{
    Waiting,
    Arrived,
    Failed,
}

/// <param name="Status">Of the answer; null if there was none.</param>
/// <param name="Answer">The beginning of what was answered.</param>
/// <param name="Trouble">Why there was no answer: an English sentence, for the localizer.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int Milliseconds, int? Status, string? Answer, string? Trouble)
{
    public bool IsFine => Status is >= 200 and < 300;
}

/// <summary>One message to an endpoint: one event, or all that gathered. Its words stay the same however often it is sent.</summary>
public class WebhookDelivery : Entity, IBelongToWorkspace
{
    public const int TypesLength = 200;

    /// <summary>Of an answer.</summary>
    public const int AnswerLength = 1000;

    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    const int MostAttempts = 20;

    WebhookDelivery()
    {
    }

    /// <param name="types">What is in it, in a few words.</param>
    /// <param name="last">The last entry of the log in it.</param>
    public static WebhookDelivery Of(WebhookEndpoint endpoint, string body, string types, int events, long last, DateTimeOffset at) =>
        new() { EndpointId = endpoint.Id, Kind = WebhookKind.Events, Body = body, Types = Cut(types, TypesLength), Events = events, Last = last, At = at };

    /// <param name="actAt">Who sends it at once says when somebody else may.</param>
    public static WebhookDelivery Ping(WebhookEndpoint endpoint, string body, DateTimeOffset at, DateTimeOffset actAt) =>
        new() { EndpointId = endpoint.Id, Kind = WebhookKind.Ping, Body = body, Types = "Ping", At = at, ActAt = actAt };

    /// <summary>Under the same message id: a receiver that has it knows it.</summary>
    public WebhookDelivery Again(DateTimeOffset at, DateTimeOffset actAt) =>
        new() { EndpointId = EndpointId, Kind = WebhookKind.Again, Body = Body, Types = Types, Events = Events, Last = Last, At = at, ActAt = actAt, MessageKey = MessageKey };

    public Guid WorkspaceId { get; private set; }

    public Guid EndpointId { get; private set; }

    public Guid MessageKey { get; private set; } = Guid.CreateVersion7();

    public WebhookKind Kind { get; private set; }

    public string Types { get; private set; } = "";

    public int Events { get; private set; }

    public long? Last { get; private set; }

    public string Body { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public WebhookState State { get; private set; }

    /// <summary>When a message of its own, outside the order of events, is sent if it was not yet.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public int Tries { get; private set; }

    /// <summary>The latest ones, the latest last.</summary>
    public List<WebhookAttempt> Attempts { get; private set; } = [];

    public string MessageId => $"msg_{MessageKey:N}";

    public void Tried(WebhookAttempt attempt)
    {
        Tries++;
        Attempts = [.. Attempts.Append(attempt).TakeLast(MostAttempts)];
        // Events stay in their place until they arrive; what somebody sent by hand, they send again by hand.
        State = attempt.IsFine ? WebhookState.Arrived : Kind == WebhookKind.Events ? WebhookState.Waiting : WebhookState.Failed;
        ActAt = null;
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void GiveUp() => (State, ActAt) = (WebhookState.Failed, null);

    static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
