using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Web.Labels;

namespace Planable.Web.Approvals;

/// <summary>A flow as somebody edits it, and a sample post whose path is shown.</summary>
public sealed partial class FlowForm
{
    public string? Name { get; set; }

    public List<LevelForm> Levels { get; set; } = [];

    public IdentityStrength Identity { get; set; }

    public bool TakesRecorded { get; set; }

    public SampleForm Sample { get; set; } = new();

    /// <summary>save, try, add-level, or a change to one place such as up:1, remove:0, add-group:2, remove-group:2:1.</summary>
    public string? Do { get; set; }

    public ApprovalFlow Flow(Guid id) => new(id, Name ?? "", [.. Levels.Select(l => l.Level())]) { Identity = Identity, TakesRecorded = TakesRecorded };

    public static FlowForm Of(ApprovalFlow flow) => new() { Name = flow.Name, Identity = flow.Identity, TakesRecorded = flow.TakesRecorded, Levels = [.. flow.Levels.Select(LevelForm.Of)] };

    public static FlowForm Empty() => new() { Levels = [LevelForm.Empty()] };

    /// <summary>The control a refusal is about, by its id; null if it is about the whole.</summary>
    public string? ControlOf(RuleBroken rule)
    {
        var level = rule.Arguments is [var said, ..] ? said is int number ? number - 1 : Levels.FindIndex(l => l.Name?.Trim() == said as string) : -1;
        return rule.Code switch
        {
            "NAME_LENGTH" => "name",
            "RECORDED_TOO_WEAK" => "identity",
            _ when level < 0 || level >= Levels.Count => null,
            "LEVEL_NAME" or "LEVEL_TWICE" => $"level-{level}",
            "LEVEL_HOURS" => $"due-{level}",
            "LEVEL_EMPTY" => $"rule-{level}-0",
            "LEVEL_NEEDED" or "LEVEL_UNREACHABLE" => $"needed-{level}-{Math.Max(Levels[level].Groups.FindIndex(g => g.Rule == GroupRule.Some && (g.Needed < 1 || (g.Roles.Count == 0 && g.Needed > g.People.Distinct().Count()))), 0)}",
            "LADDER_LONG" or "LADDER_HOURS" or "LADDER_UNREADABLE" => $"reminders-{level}",
            "LADDER_ORDER" => $"escalate-{level}",
            _ => null,
        };
    }

    /// <summary>The control of what could not be read, by the name it was sent under.</summary>
    public static string? ControlOf(string sent)
    {
        var places = Place().Matches(sent).Select(m => m.Value).ToList();
        return sent[(sent.LastIndexOf('.') + 1)..] switch
        {
            _ when places.Count == 0 => sent switch { nameof(Name) => "name", "Sample.Budget" => "s-budget", _ => null },
            nameof(LevelForm.Name) => $"level-{places[0]}",
            nameof(LevelForm.DueHours) => $"due-{places[0]}",
            nameof(LevelForm.EscalateHours) => $"escalate-{places[0]}",
            nameof(LevelForm.Reminders) => $"reminders-{places[0]}",
            nameof(LevelForm.BudgetOver) => $"budget-{places[0]}",
            nameof(GroupForm.Needed) => $"needed-{places[0]}-{places[1]}",
            _ => null,
        };
    }

    /// <summary>Names what could not be read as the page does, by the name it was sent under.</summary>
    public static RuleBroken Unreadable(string sent, string? typed, IStringLocalizer words)
    {
        var place = Place().Match(sent);
        string field = words[sent[(sent.LastIndexOf('.') + 1)..] switch
        {
            nameof(LevelForm.DueHours) => "Hours to decide, 0 for no date",
            nameof(LevelForm.EscalateHours) => "Tell somebody after hours, 0 for nobody",
            nameof(LevelForm.BudgetOver) => "Paid budget over",
            nameof(GroupForm.Needed) => "The number",
            nameof(SampleForm.Budget) => "Paid budget",
            _ => "A choice",
        }];
        var where = place.Success ? words["Level {0}, {1}", int.Parse(place.Value, CultureInfo.InvariantCulture) + 1, field].Value : words["Sample post, {0}", field].Value;
        return string.IsNullOrWhiteSpace(typed)
            ? new RuleBroken("FLOW_UNREADABLE", "{0}: write a number.", where)
            : new RuleBroken("FLOW_UNREADABLE", "{0}: {1} cannot be taken. Write another number.", where, typed);
    }

    [GeneratedRegex(@"(?<=\[)\d+(?=\])")]
    private static partial Regex Place();

    /// <summary>The small changes of shape, for everybody and without a script.</summary>
    public void Change(string change)
    {
        var parts = change.Split(':');
        var at = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var place) && place >= 0 && place < Levels.Count ? place : -1;
        switch (parts[0])
        {
            case "add-level" when Levels.Count < ApprovalFlow.MostLevels:
                Levels.Add(LevelForm.Empty());
                break;
            case "up" or "down" when at >= 0:
                var level = Levels[at];
                Levels.RemoveAt(at);
                Levels.Insert(Math.Clamp(at + (parts[0] == "up" ? -1 : 1), 0, Levels.Count), level);
                break;
            case "remove" when at >= 0:
                Levels.RemoveAt(at);
                break;
            case "add-group" when at >= 0 && Levels[at].Groups.Count < ApprovalFlow.MostGroups:
                Levels[at].Groups.Add(new GroupForm());
                break;
            case "remove-group" when at >= 0 && parts.Length > 2 && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var group) && group >= 0 && group < Levels[at].Groups.Count:
                Levels[at].Groups.RemoveAt(group);
                break;
        }
    }
}

public sealed class LevelForm
{
    public Guid Id { get; set; }

    public string? Name { get; set; }

    public int DueHours { get; set; }

    /// <summary>Hours with commas between them: "24, 48, 72".</summary>
    public string? Reminders { get; set; }

    public int EscalateHours { get; set; }

    public Guid? EscalateTo { get; set; }

    public bool Rests { get; set; }

    public bool HasLadder => !string.IsNullOrWhiteSpace(Reminders) || EscalateHours > 0;

    public List<GroupForm> Groups { get; set; } = [];

    public List<Guid> Labels { get; set; } = [];

    public List<string> Networks { get; set; } = [];

    public decimal? BudgetOver { get; set; }

    public List<Guid> Authors { get; set; } = [];

    public List<Guid> Campaigns { get; set; } = [];

    public bool IsConditional => Labels.Count + Networks.Count + Authors.Count + Campaigns.Count > 0 || BudgetOver is not null;

    public static LevelForm Empty() => new() { Id = Guid.CreateVersion7(), Groups = [new GroupForm()], Rests = true };

    public static LevelForm Of(ApprovalLevel level) => new()
    {
        Id = level.Id,
        Name = level.Name,
        DueHours = level.DueHours,
        Reminders = string.Join(", ", level.Ladder.Reminders),
        EscalateHours = level.Ladder.EscalateHours,
        EscalateTo = level.Ladder.EscalateTo,
        Rests = level.Ladder.Rests,
        Groups = [.. level.Groups.Select(g => new GroupForm { Id = g.Id, Rule = g.Rule, Needed = g.Needed, People = [.. g.People], Roles = [.. g.Roles] })],
        Labels = Ids(level, ConditionField.Label),
        Networks = [.. level.When.Where(c => c.Field == ConditionField.Network).Select(c => c.Value)],
        BudgetOver = level.When.FirstOrDefault(c => c.Field == ConditionField.Budget)?.Amount,
        Authors = Ids(level, ConditionField.Author),
        Campaigns = Ids(level, ConditionField.Campaign),
    };

    public ApprovalLevel Level() => new(
        Id == Guid.Empty ? Guid.CreateVersion7() : Id,
        Name ?? "",
        [.. Groups.Select(g => new ApprovalGroup(g.Id == Guid.Empty ? Guid.CreateVersion7() : g.Id, g.Rule, g.Needed, [.. g.People.Distinct()], [.. g.Roles.Distinct()]))],
        DueHours,
        [
            .. Labels.Select(l => new ApprovalCondition(ConditionField.Label, l.ToString())),
            .. Networks.Select(n => new ApprovalCondition(ConditionField.Network, n)),
            .. BudgetOver is { } over ? [new ApprovalCondition(ConditionField.Budget, over.ToString(CultureInfo.InvariantCulture))] : Array.Empty<ApprovalCondition>(),
            .. Authors.Select(a => new ApprovalCondition(ConditionField.Author, a.ToString())),
            .. Campaigns.Select(c => new ApprovalCondition(ConditionField.Campaign, c.ToString())),
        ])
    {
        Ladder = new ApprovalLadder(Hours(), EscalateHours, EscalateTo, Rests),
    };

    List<int> Hours() =>
    [
        .. (Reminders ?? "").Split([',', ';', ' ', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(h => int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) ? hours : throw new RuleBroken("LADDER_UNREADABLE", "Level {0}: write the hours of reminders as numbers with commas between them, for example 24, 48, 72.", Name ?? "")),
    ];

    static List<Guid> Ids(ApprovalLevel level, ConditionField field) => [.. level.When.Where(c => c.Field == field).Select(c => Guid.TryParse(c.Value, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];
}

public sealed class GroupForm
{
    public Guid Id { get; set; } = Guid.CreateVersion7();

    public GroupRule Rule { get; set; }

    [Range(1, 50)]
    public int Needed { get; set; } = 2;

    public List<Guid> People { get; set; } = [];

    public List<Role> Roles { get; set; } = [];
}

/// <summary>A post that does not exist, to see the path it would take.</summary>
public sealed class SampleForm
{
    public Guid? Label { get; set; }

    public string? Network { get; set; }

    public decimal? Budget { get; set; }

    public Guid? Author { get; set; }

    public Guid? Campaign { get; set; }

    public PostFacts Facts() => new(Label is { } label ? [label] : [], string.IsNullOrEmpty(Network) ? [] : [Network], Budget, Author ?? Guid.Empty, Campaign);
}

/// <param name="Id">Null for a new one.</param>
/// <param name="ProblemAt">The id of the control the problem is about.</param>
/// <param name="Path">Of the sample, if it was asked for: each level with the people it would come to.</param>
public sealed record FlowPage(Guid? Id, FlowForm Form, FlowChoices Choices, string? Problem = null, string? ProblemAt = null, IReadOnlyList<PathLevel>? Path = null);

public sealed record FlowChoices(IReadOnlyList<Member> People, IReadOnlyList<LabelChoice> Labels, IReadOnlyList<(Guid Id, string Name)> Campaigns, IReadOnlyList<(string Key, string Name)> Networks)
{
    /// <summary>Roles that decide: by what they are, by what was switched on for somebody who has it, or because the group names them already.</summary>
    public IEnumerable<Role> Roles(GroupForm group) => Enum.GetValues<Role>().Where(r => r.Allows(Permission.ApprovePosts) || group.Roles.Contains(r) || People.Any(m => m.Role == r && m.Can(Permission.ApprovePosts)));
}

/// <summary>How posts are approved, apart from the flows themselves.</summary>
public sealed class ApprovalRulesForm
{
    public ApprovalMode Mode { get; set; }

    public Guid? DefaultFlow { get; set; }

    public bool Locks { get; set; }

    public bool Schedules { get; set; }

    public bool WaitsForComments { get; set; }

    [Range(1, ApprovalLevel.MostHours)]
    public int ChangesHours { get; set; } = 24;

    public ResetReach Text { get; set; }

    public ResetReach Media { get; set; }

    public ResetReach Link { get; set; }

    public ResetReach Channels { get; set; }

    public ResetReach Options { get; set; }

    public ResetReach Time { get; set; }

    [Range(0, 168)]
    public int TimeHours { get; set; } = 2;

    public static ApprovalRulesForm Of(ApprovalRules rules) => new()
    {
        Mode = rules.Mode,
        DefaultFlow = rules.Default?.Id,
        Locks = rules.Locks,
        Schedules = rules.Schedules,
        WaitsForComments = rules.WaitsForComments,
        ChangesHours = rules.ChangesHours,
        Text = rules.Resets.Text,
        Media = rules.Resets.Media,
        Link = rules.Resets.Link,
        Channels = rules.Resets.Channels,
        Options = rules.Resets.Options,
        Time = rules.Resets.Time,
        TimeHours = rules.Resets.TimeHours,
    };

    public ApprovalRules Over(ApprovalRules rules)
    {
        var preset = rules.As(Mode);
        // Whoever chose a flow together with the mode gets it, as long as it is one for that mode.
        var picked = rules.Flows.Any(f => f.Id == DefaultFlow) ? preset with { DefaultFlowId = DefaultFlow } : preset;
        var chosen = rules.Mode == Mode || picked.Mode == Mode ? picked : preset;
        return chosen with
        {
            Locks = Locks,
            Schedules = Schedules,
            WaitsForComments = WaitsForComments,
            ChangesHours = ChangesHours,
            Resets = new ResetRules { Text = Text, Media = Media, Link = Link, Channels = Channels, Options = Options, Time = Time, TimeHours = TimeHours },
        };
    }
}

/// <param name="Unapproved">Posts that are scheduled and not approved: where approval is required they will be held.</param>
public sealed record ApprovalSettingsPage(ApprovalRules Rules, ApprovalRulesForm Form, int Unapproved, IReadOnlyDictionary<Guid, string> People);
