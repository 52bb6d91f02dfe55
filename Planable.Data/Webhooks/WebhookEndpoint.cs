using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Secrets;
using Planable.Data.Workspaces;

namespace Planable.Data.Webhooks;

/// <summary>Why an endpoint gets nothing for now.</summary>
public enum WebhookPause
{
    ByHand,

    /// <summary>It did not answer for days.</summary>
    Failing,

    /// <summary>It answered 410: it does not want to be told any more.</summary>
    Gone,

    /// <summary>Whoever answered for it has left or may not any more.</summary>
    Orphaned,
}

/// <param name="Audience">With <see cref="Audience.Client"/> it is told what the client may know, and nothing of the team's.</param>
public sealed record WebhookTerms(string? Name, string? Address, IReadOnlyCollection<EventTopic> Topics, Audience Audience)
{
    public void Check()
    {
        if ((Name ?? "").Trim().Length is 0 or > WebhookEndpoint.NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", WebhookEndpoint.NameLength);
        if (!Uri.TryCreate((Address ?? "").Trim(), UriKind.Absolute, out var uri) || uri.AbsoluteUri.Length > WebhookEndpoint.AddressLength || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp) || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw new RuleBroken("WEBHOOK_ADDRESS", "Enter the whole address; it begins with https://.");
        if (Topics.Count == 0)
            throw new RuleBroken("WEBHOOK_TOPICS", "Choose at least one kind of event.");
    }
}

/// <summary>
/// An address that is told what happens in a workspace, in the order of the log. It has a cursor of its own: whatever happens while it is away, or while this app is, is told when it is back.
/// </summary>
public class WebhookEndpoint : Recorded, IBelongToWorkspace
{
    public const int NameLength = 80;
    public const int AddressLength = 1000;

    /// <summary>For one client.</summary>
    public const int Most = 20;

    /// <summary>A secret that was replaced goes on signing for so long, beside the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Whoever does not answer for so long is left alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(30),
    ];

    WebhookEndpoint()
    {
    }

    /// <returns>The secret is shown once; it is kept locked.</returns>
    public static (WebhookEndpoint Endpoint, string Secret) Make(WebhookTerms terms, Vault vault, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var secret = WebhookSecret.Make();
        var endpoint = new WebhookEndpoint { MemberId = by.Id, Secret = vault.Lock(secret), MadeAt = at, Cursor = by.Workspace.LastSequence };
        endpoint.Take(terms);
        endpoint.Record(by, "made", at, ("name", endpoint.Name), ("address", endpoint.Host), ("topics", endpoint.TopicNames));
        return (endpoint, secret);
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Who answers for it: it is told what this member may know.</summary>
    public Guid MemberId { get; private set; }

    public Member Member { get; private set; } = null!;

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    public List<EventTopic> Topics { get; private set; } = [];

    public Audience Audience { get; private set; }

    public string Secret { get; private set; } = "";

    public string? OlderSecret { get; private set; }

    public DateTimeOffset? OlderUntil { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset? PausedAt { get; private set; }

    public WebhookPause? PausedBecause { get; private set; }

    /// <summary>The last entry of the log that was told, or waits in a delivery.</summary>
    public long Cursor { get; private set; }

    /// <summary>Since when it has not answered well.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public int Failures { get; private set; }

    /// <summary>When it is tried again; null while it answers.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Paths and queries of addresses are often keys.</summary>
    public string Host => new Uri(Address).GetLeftPart(UriPartial.Authority);

    public bool IsPaused => PausedAt is not null;

    protected override string Subject => "webhook";

    string TopicNames => string.Join(", ", Topics.Select(t => t.ToString().ToLowerInvariant()));

    public void Change(WebhookTerms terms, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        Take(terms);
        Record(by, "changed", at, ("name", Name), ("address", Host), ("topics", TopicNames));
    }

    /// <summary>From now on both secrets sign, until the older one's time is over: the receiver is changed in between, and misses nothing.</summary>
    /// <returns>The new secret, shown once.</returns>
    public string Rotate(Vault vault, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var secret = WebhookSecret.Make();
        (OlderSecret, OlderUntil, Secret) = (Secret, at + Overlap, vault.Lock(secret));
        Record(by, "secret-replaced", at, ("name", Name));
        return secret;
    }

    /// <summary>The value of the header: a signature by each secret that holds, the newest first.</summary>
    public string Sign(Vault vault, string messageId, DateTimeOffset at, string body)
    {
        string[] locked = OlderSecret is not null && at < OlderUntil ? [Secret, OlderSecret] : [Secret];
        return string.Join(' ', locked.Select(s => WebhookSecret.Sign(vault.Open<string>(s), messageId, at, body)));
    }

    public void Pause(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (!IsPaused)
            Stop(WebhookPause.ByHand, by, at);
    }

    /// <summary>What happened meanwhile is told now, in order; or left out, where nobody needs it any more. Whoever does it answers for it from now on.</summary>
    /// <param name="waiting">The message that did not arrive.</param>
    public void Resume(WebhookDelivery? waiting, bool skipMissed, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        if (!IsPaused)
            return;
        (PausedAt, PausedBecause, FailingSince, Failures, ActAt) = (null, null, null, 0, null);
        (MemberId, Member) = (by.Id, by);
        if (skipMissed)
        {
            Cursor = Math.Max(Cursor, by.Workspace.LastSequence);
            waiting?.GiveUp();
        }

        Record(by, "resumed", at, ("name", Name), ("skipped", skipMissed ? "yes" : null));
    }

    public void Remove(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        Record(by, "removed", at, ("name", Name), ("address", Host));
    }

    /// <summary>Nobody who may know all this answers for it any more.</summary>
    public bool StopIfOrphaned(DateTimeOffset at)
    {
        if (IsPaused || Member.Can(Permission.ManageWorkspace))
            return false;
        Stop(WebhookPause.Orphaned, Actor.Planable, at);
        return true;
    }

    public void Told(long sequence) => Cursor = Math.Max(Cursor, sequence);

    public void Arrived() => (FailingSince, Failures, ActAt) = (null, 0, null);

    /// <param name="gone">It said that it is not there any more.</param>
    /// <returns>False if that was the end of our patience.</returns>
    public bool Missed(bool gone, DateTimeOffset at)
    {
        FailingSince ??= at;
        ActAt = at + Waits[Math.Min(Failures, Waits.Length - 1)];
        Failures++;
        if (IsPaused)
            return true;
        if (gone)
            Stop(WebhookPause.Gone, Actor.Planable, at);
        else if (at - FailingSince >= Patience)
            Stop(WebhookPause.Failing, Actor.Planable, at);
        return !IsPaused;
    }

    void Stop(WebhookPause why, Actor by, DateTimeOffset at)
    {
        (PausedAt, PausedBecause) = (at, why);
        Record(by, why == WebhookPause.ByHand ? "paused" : "stopped", at, ("name", Name), ("why", why.ToString()));
    }

    void Take(WebhookTerms terms)
    {
        terms.Check();
        (Name, Address, Topics, Audience) = (terms.Name!.Trim(), new Uri(terms.Address!.Trim()).AbsoluteUri, [.. terms.Topics.Distinct().Order()], terms.Audience);
    }
}
