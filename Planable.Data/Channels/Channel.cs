using Planable.Data.BestTimes;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Slots;
using Planable.Data.Workspaces;

namespace Planable.Data.Channels;

public enum ChannelState
{
    Connected,
    NeedsReconnect,
    Disconnected,

    /// <summary>Posts are written and planned for it; the account is not connected yet, and nothing goes out.</summary>
    Planned,
}

/// <summary>One connected account, page or profile on a network.</summary>
public class Channel : Recorded, IBelongToWorkspace, IRevised
{
    public const int MostSlots = 200;
    public const int PlannedNameLength = 80;

    Channel()
    {
    }

    /// <param name="secrets">Locked by the vault.</param>
    /// <param name="renewAt">When the secrets should be renewed, well before they expire; null if they do not.</param>
    /// <param name="endsAt">When they expire; null if they do not.</param>
    /// <param name="through">Who signed in, where that is somebody with a link of <paramref name="by"/>.</param>
    public static Channel Connect(Member by, string network, RemoteAccount account, string secrets, DateTimeOffset at, DateTimeOffset? renewAt = null, DateTimeOffset? endsAt = null, Actor? through = null)
    {
        by.Must(Permission.ConnectChannels);
        var channel = new Channel { Network = network, ConnectedAt = at };
        channel.Take(account, secrets, renewAt, endsAt);
        channel.Record(through ?? by, "connected", at, ("name", channel.Name), ("network", network));
        return channel;
    }

    /// <summary>A place for an account that is not connected yet: posts can be written, shown and approved for it.</summary>
    public static Channel Plan(Member by, string network, string? name, DateTimeOffset at)
    {
        by.Must(Permission.ConnectChannels);
        if (string.IsNullOrWhiteSpace(name))
            throw new RuleBroken("ACCOUNT_NAME_MISSING", "Say which account is meant, as it is called on the network.");
        if (name.Trim().Length > PlannedNameLength)
            throw new RuleBroken("NAME_TOO_LONG", "The name has at most {0} characters.", PlannedNameLength);
        var channel = new Channel { Network = network, Name = name.Trim(), State = ChannelState.Planned, ConnectedAt = at };
        channel.Handle = Workspace.SlugFor(channel.Name);
        // No network's account is called so, and no two places are.
        channel.RemoteId = $"planned:{channel.Id:N}";
        channel.Record(by, "planned", at, ("name", channel.Name), ("network", network));
        return channel;
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>Key of the network's data file.</summary>
    public string Network { get; private set; } = "";

    /// <summary>The account's lasting id at the network.</summary>
    public string RemoteId { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Handle { get; private set; } = "";

    public string? AvatarUrl { get; private set; }

    public string? Server { get; private set; }

    public string Secrets { get; private set; } = "";

    /// <summary>When the secrets are renewed, before they expire.</summary>
    public DateTimeOffset? RenewAt { get; private set; }

    /// <summary>When the sign-in ends unless it is renewed; null if it does not, or nobody knows.</summary>
    public DateTimeOffset? SignInEndsAt { get; private set; }

    /// <summary>Since when it could not be renewed; null while nothing is known against it.</summary>
    public DateTimeOffset? RenewTroubleSince { get; private set; }

    public Dictionary<string, int> Limits { get; private set; } = [];

    /// <summary>What its network told of its quotas, the latest of each.</summary>
    public List<QuotaReading> QuotaReadings { get; private set; } = [];

    public List<Slot> Slots { get; private set; } = [];

    /// <summary>When its own posts are answered best; null while too little is known.</summary>
    public OwnTimes? OwnTimes { get; private set; }

    /// <summary>When a post leaves the queue, those behind it move up.</summary>
    public bool Reflows { get; private set; }

    public ChannelState State { get; private set; }

    /// <summary>Why it needs a person, in plain words.</summary>
    public string? Trouble { get; private set; }

    public DateTimeOffset? TroubleSince { get; private set; }

    public DateTimeOffset ConnectedAt { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    public Pause? Pause { get; private set; }

    public int Revision { get; private set; }

    public bool IsUsable => State == ChannelState.Connected;

    protected override string Subject => "channel";

    /// <summary>Keeps identity, history and schedule; only the same account fits.</summary>
    public void Reconnect(Member by, RemoteAccount account, string secrets, DateTimeOffset at, DateTimeOffset? renewAt = null, DateTimeOffset? endsAt = null, Actor? through = null)
    {
        by.Must(Permission.ConnectChannels);
        var was = State;
        // A place that was planned takes the account that comes; what is written and scheduled for it stays.
        if (was == ChannelState.Planned)
            ConnectedAt = at;
        else if (account.RemoteId != RemoteId)
            throw new RuleBroken("OTHER_ACCOUNT", "You signed in as {0}, but this channel is {1}. Connect the other account as a channel of its own.", account.Handle, Handle);
        Take(account, secrets, renewAt, endsAt);
        State = ChannelState.Connected;
        Trouble = null;
        TroubleSince = null;
        Record(through ?? by, was == ChannelState.Planned ? "connected" : "reconnected", at, ("name", Name), ("network", Network));
    }

    public void Renew(string secrets, DateTimeOffset? renewAt, DateTimeOffset? endsAt) => (Secrets, RenewAt, SignInEndsAt, RenewTroubleSince) = (secrets, renewAt, endsAt, null);

    /// <summary>The network could not renew them now; the old ones still work.</summary>
    public void RenewLater(DateTimeOffset next, DateTimeOffset at)
    {
        RenewAt = next;
        RenewTroubleSince ??= at;
    }

    /// <summary>The network does not renew them at all. They work until they end, so a person has until then. The sign-in itself is asked about at once.</summary>
    public void CannotRenew(string words, DateTimeOffset at)
    {
        RenewAt = null;
        CheckedAt = null;
        RenewTroubleSince ??= at;
        Record(Actor.Planable, "renewal-refused", at, ("name", Name), ("why", words), ("ends", SignInEndsAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>By that time it will have ended, as far as is known now.</summary>
    public bool IsSignedOutBy(DateTimeOffset instant) => SignInEndsAt <= instant && (RenewAt is null || RenewTroubleSince is not null);

    /// <summary>The network refuses us until a person signs in again. Noted once.</summary>
    public bool Break(string words, DateTimeOffset at)
    {
        if (State != ChannelState.Connected)
            return false;
        State = ChannelState.NeedsReconnect;
        Trouble = words;
        TroubleSince = at;
        Record(Actor.Planable, "broken", at, ("name", Name), ("why", words));
        return true;
    }

    public void Checked(string name, string handle, string? avatarUrl, DateTimeOffset at)
    {
        Name = name;
        Handle = handle;
        AvatarUrl = avatarUrl;
        CheckedAt = at;
    }

    /// <param name="revoked">Was the network told to forget the permission?</param>
    /// <summary>The network counts what was published by hand and by others too.</summary>
    public void TellQuotas(IReadOnlyList<QuotaReading> readings) => QuotaReadings = [.. readings];

    public void Disconnect(Member by, DateTimeOffset at, bool revoked = false)
    {
        by.Must(Permission.ConnectChannels);
        if (State == ChannelState.Disconnected)
            return;
        State = ChannelState.Disconnected;
        Secrets = "";
        RenewAt = null;
        Record(by, revoked ? "revoked" : "disconnected", at, ("name", Name));
    }

    /// <summary>The sign-in it shares with another channel was taken back there.</summary>
    public void EndWith(Channel other, Member by, DateTimeOffset at)
    {
        if (State is not (ChannelState.Connected or ChannelState.NeedsReconnect))
            return;
        State = ChannelState.NeedsReconnect;
        Trouble = "Its sign-in was taken back at the network together with that of another channel.";
        TroubleSince = at;
        Record(by, "ended-with", at, ("name", Name), ("with", other.Name));
    }

    public void PauseAll(Member by, string why, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (string.IsNullOrWhiteSpace(why))
            throw new RuleBroken("REASON_MISSING", "Say why, so that everybody who sees the banner knows.");
        if (Pause is not null)
            return;
        Pause = new Pause(at, by.Person.Name, why.Trim());
        Record(by, "paused", at, ("name", Name), ("why", why.Trim()));
    }

    public void Resume(Member by, DateTimeOffset at)
    {
        by.Must(Permission.PausePublishing);
        if (Pause is null)
            return;
        Pause = null;
        Record(by, "resumed", at, ("name", Name));
    }

    /// <summary>Times it has already stay once.</summary>
    /// <param name="label">Only posts with it take them; null is for posts whose labels have no slots of their own.</param>
    public void AddSlots(IReadOnlyCollection<DayOfWeek> days, TimeOnly time, Label? label, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (days.Count == 0)
            throw new RuleBroken("DAY_MISSING", "Choose at least one day of the week.");
        time = new TimeOnly(time.Hour, time.Minute);
        var added = days.Distinct().Where(d => !Slots.Exists(s => s.Day == d && s.Time == time)).Select(d => new Slot(Guid.CreateVersion7(at), d, time, label?.Id)).ToList();
        if (Slots.Count + added.Count > MostSlots)
            throw new RuleBroken("SLOTS_MANY", "A channel has at most {0} slots a week.", MostSlots);
        if (added.Count == 0)
            return;
        Slots = [.. Slots, .. added];
        Record(by, "slots-added", at, ("name", Name), ("slots", string.Join(", ", added.Select(Say))), ("label", label?.Name));
    }

    public void AddSlots(IReadOnlyCollection<DayOfWeek> days, TimeOnly time, Member by, DateTimeOffset at) => AddSlots(days, time, null, by, at);

    /// <summary>Keeps the slot for posts with the label, or for those without slots of their own. What is planned there stays.</summary>
    public void KeepSlotFor(Slot slot, Label? label, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (Slots.Find(s => s.Id == slot.Id) is not { } there || there.LabelId == label?.Id)
            return;
        Slots = [.. Slots.Select(s => s.Id == slot.Id ? s with { LabelId = label?.Id } : s)];
        Record(by, "slot-kept", at, ("name", Name), ("slot", Say(slot)), ("label", label?.Name));
    }

    public void Reflow(bool on, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (Reflows == on)
            return;
        Reflows = on;
        Record(by, on ? "reflow-on" : "reflow-off", at, ("name", Name));
    }

    /// <summary>What its posts say by now; the same as before changes nothing.</summary>
    internal void Learn(OwnTimes? times)
    {
        if (times?.Posts != OwnTimes?.Posts || !(times?.Windows ?? []).SequenceEqual(OwnTimes?.Windows ?? []))
            OwnTimes = times;
    }

    /// <summary>Posts that are planned for it are the caller's, who asked what to do with them.</summary>
    public void RemoveSlot(Slot slot, string posts, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (!Slots.Exists(s => s.Id == slot.Id))
            return;
        Slots = [.. Slots.Where(s => s.Id != slot.Id)];
        Record(by, "slot-removed", at, ("name", Name), ("slot", Say(slot)), ("posts", posts));
    }

    static string Say(Slot slot) => $"{slot.Day} {slot.Time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";

    void Take(RemoteAccount account, string secrets, DateTimeOffset? renewAt, DateTimeOffset? endsAt)
    {
        (RenewAt, SignInEndsAt, RenewTroubleSince) = (renewAt, endsAt, null);
        RemoteId = account.RemoteId;
        Name = account.Name;
        Handle = account.Handle;
        AvatarUrl = account.AvatarUrl;
        Server = account.Server;
        Limits = new Dictionary<string, int>(account.Limits, StringComparer.Ordinal);
        Secrets = secrets;
    }
}

/// <summary>An account as its network describes it.</summary>
public sealed record RemoteAccount(string RemoteId, string Name, string Handle, string? AvatarUrl, string? Server, IReadOnlyDictionary<string, int> Limits);
