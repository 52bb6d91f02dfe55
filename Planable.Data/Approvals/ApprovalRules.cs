using System.Text.Json.Serialization;
using Planable.Data.Members;

namespace Planable.Data.Approvals;

/// <summary>Presets of <see cref="ApprovalRules"/>, as people speak of them.</summary>
public enum ApprovalMode
{
    None,

    /// <summary>Approvals can be asked for and are shown; nothing waits for them.</summary>
    Optional,

    /// <summary>Nothing goes out that was not approved.</summary>
    Required,

    /// <summary>Required, by several levels one after the other.</summary>
    MultiLevel,
}

/// <summary>How far a change takes approvals back.</summary>
public enum ResetReach
{
    Nothing,
    LastLevel,
    AllLevels,
}

/// <summary>How a client's posts are approved. Lies on the workspace, so that every verb that submits a post asks it, whoever calls it.</summary>
public sealed record ApprovalRules
{
    public bool IsOn { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>What is approved can be changed only after somebody took the lock off.</summary>
    public bool Locks { get; init; } = true;

    /// <summary>What is approved and has a date is scheduled at once.</summary>
    public bool Schedules { get; init; } = true;

    /// <summary>Nothing is scheduled while comments of the client are open; else it is asked about.</summary>
    public bool WaitsForComments { get; init; }

    public IReadOnlyList<ApprovalFlow> Flows { get; init; } = [];

    public Guid? DefaultFlowId { get; init; }

    public ResetRules Resets { get; init; } = new();

    /// <summary>Null: who says nothing has not agreed.</summary>
    public SilentConsent? Silence { get; init; }

    /// <summary>How long an author has for changes that were asked for.</summary>
    public int ChangesHours { get; init; } = 24;

    [JsonIgnore]
    public ApprovalFlow? Default => Flows.FirstOrDefault(f => f.Id == DefaultFlowId) ?? (Flows.Count > 0 ? Flows[0] : null);

    [JsonIgnore]
    public ApprovalMode Mode =>
        !IsOn ? ApprovalMode.None
        : !IsRequired ? ApprovalMode.Optional
        : Default is { Levels.Count: > 1 } ? ApprovalMode.MultiLevel : ApprovalMode.Required;

    /// <summary>What a mode stands for. Flows that are there stay; what the mode lacks is added.</summary>
    public ApprovalRules As(ApprovalMode mode)
    {
        var rules = this with { IsOn = mode != ApprovalMode.None, IsRequired = mode is ApprovalMode.Required or ApprovalMode.MultiLevel };
        if (mode == ApprovalMode.None || rules.Mode == mode)
            return rules.Flows.Count > 0 || mode == ApprovalMode.None ? rules : rules.With(OneLevel());
        return mode switch
        {
            ApprovalMode.MultiLevel => rules.With(Flows.FirstOrDefault(f => f.Levels.Count > 1) ?? TwoLevels()),
            _ => rules.With(Flows.FirstOrDefault(f => f.Levels.Count == 1) ?? OneLevel()),
        };
    }

    ApprovalRules With(ApprovalFlow byDefault) => this with { Flows = Flows.Any(f => f.Id == byDefault.Id) ? Flows : [.. Flows, byDefault], DefaultFlowId = byDefault.Id };

    static ApprovalFlow OneLevel() => new(Guid.CreateVersion7(), "One approval", [Level("Approval", Role.Owner, Role.Admin, Role.Manager, Role.Reviewer, Role.ClientApprover)]);

    static ApprovalFlow TwoLevels() => new(Guid.CreateVersion7(), "Team, then client", [Level("Team", Role.Manager, Role.Reviewer), Level("Client", Role.ClientApprover)]);

    static ApprovalLevel Level(string name, params Role[] roles) => new(Guid.CreateVersion7(), name, [new ApprovalGroup(Guid.CreateVersion7(), GroupRule.Any, 1, [], roles)], 0, []);
}

/// <summary>Which changes take which approvals back. Labels and campaigns sort posts and never do; what they mean for the path is decided by conditions.</summary>
public sealed record ResetRules
{
    public ResetReach Text { get; init; } = ResetReach.AllLevels;

    /// <summary>Pictures and videos, their order, edits and descriptions.</summary>
    public ResetReach Media { get; init; } = ResetReach.AllLevels;

    /// <summary>The link, and what links carry along.</summary>
    public ResetReach Link { get; init; } = ResetReach.AllLevels;

    /// <summary>Where it goes, and what is said there in its own words.</summary>
    public ResetReach Channels { get; init; } = ResetReach.AllLevels;

    /// <summary>First comments, titles, polls, formats.</summary>
    public ResetReach Options { get; init; } = ResetReach.AllLevels;

    /// <summary>The time, if it moves by more than <see cref="TimeHours"/>.</summary>
    public ResetReach Time { get; init; } = ResetReach.LastLevel;

    public int TimeHours { get; init; } = 2;

    /// <param name="parts">As <see cref="Posts.PostContent.PartsChangedIn"/> names them.</param>
    public ResetReach For(IEnumerable<string> parts) => parts.Select(For).DefaultIfEmpty(ResetReach.Nothing).Max();

    public ResetReach For(DateTimeOffset from, DateTimeOffset to) => (from - to).Duration() > TimeSpan.FromHours(TimeHours) ? Time : ResetReach.Nothing;

    ResetReach For(string part) => part.Trim() switch
    {
        "text" => Text,
        "media" => Media,
        "link" or "links" => Link,
        "channels" => Channels,
        "options" => Options,
        _ => ResetReach.AllLevels,
    };
}
