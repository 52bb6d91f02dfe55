namespace Planable.Data.Publishing;

/// <summary>The one vocabulary for what can go wrong at a network; every connector maps its errors to it.</summary>
public enum FailureClass
{
    /// <summary>5xx, no connection before the request was sent, "try again" codes: repeat with backoff.</summary>
    Transient,

    /// <summary>429 or the network's own throttle code: wait for the stated time; does not count as a failed try.</summary>
    RateLimited,

    /// <summary>The access token is dead, a refresh may help: refresh once, then repeat.</summary>
    TokenExpired,

    /// <summary>Revoked, scopes missing, password changed: a person has to reconnect the channel.</summary>
    ReauthRequired,

    /// <summary>The network refused the content or its parameters: a person has to edit.</summary>
    Permanent,

    /// <summary>The daily cap of the account or app is used up: wait for the next window.</summary>
    QuotaExhausted,

    /// <summary>The mutating call may have gone through: never repeat, look it up or ask a person.</summary>
    UnknownOutcome,
}

/// <summary>What went wrong at a network, in its words and ours.</summary>
/// <param name="Class">Decides what happens next.</param>
/// <param name="Code">The network's own code, or ours in lower case, e.g. "http-503", "no-connection".</param>
/// <param name="Words">One plain sentence for a person.</param>
/// <param name="RetryAfter">How long the network asked to wait, if it did.</param>
public sealed record Failure(FailureClass Class, string Code, string Words, TimeSpan? RetryAfter = null)
{
    /// <summary>Says nothing about account or content: the network is away or busy.</summary>
    public bool IsPassing => Class is FailureClass.Transient or FailureClass.RateLimited or FailureClass.QuotaExhausted or FailureClass.UnknownOutcome;
}
