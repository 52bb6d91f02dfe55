using System.Text.Json.Serialization;
using Planable.Data.Members;

namespace Planable.Data.Approvals;

/// <summary>How many of a group's people have to say yes.</summary>
public enum GroupRule
{
    Any,
    All,

    /// <summary>A number of them: 2 of 3.</summary>
    Some,
}

public enum ConditionField
{
    Label,
    Network,

    /// <summary>The paid budget is higher than the value.</summary>
    Budget,
    Author,
    Campaign,
}

/// <summary>Who decides about posts, in which order. Data that somebody who manages the client edits.</summary>
public sealed record ApprovalFlow(Guid Id, string Name, IReadOnlyList<ApprovalLevel> Levels)
{
    public const int NameLength = 60;
    public const int MostLevels = 8;
    public const int MostGroups = 6;
    public const int MostFlows = 20;

    /// <summary>How sure it has to be who decides.</summary>
    public IdentityStrength Identity { get; init; }

    /// <summary>What the client said elsewhere counts as its decision once somebody of the team wrote it down.</summary>
    public bool TakesRecorded { get; init; }

    /// <summary>A flow as somebody typed it, tidied; refuses what nobody could pass.</summary>
    public static ApprovalFlow Of(ApprovalFlow typed)
    {
        var name = (typed.Name ?? "").Trim();
        if (name.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        if (typed.Levels.Count is 0 or > MostLevels)
            throw new RuleBroken("LEVELS_COUNT", "A flow has 1 to {0} levels.", MostLevels);
        if (typed.TakesRecorded && typed.Identity > IdentityStrength.Name)
            throw new RuleBroken("RECORDED_TOO_WEAK", "A decision that somebody writes down for the client is less sure than a code or an account. Take such decisions only where a name is enough.");
        // What is waited for, refused and logged names a level: two of one name could not be told apart.
        var names = typed.Levels.Select(l => (l.Name ?? "").Trim()).ToList();
        if (names.FindIndex(n => n.Length > 0 && names.IndexOf(n) < names.LastIndexOf(n)) is >= 0 and var first)
            throw new RuleBroken("LEVEL_TWICE", "Level {0} is called {1}, like level {2}. Give one of them another name.", names.LastIndexOf(names[first]) + 1, names[first], first + 1);
        var levels = typed.Levels.Select((level, index) => ApprovalLevel.Of(level, index + 1)).ToList();
        return typed with { Name = name, Identity = (IdentityStrength)Math.Clamp((int)typed.Identity, (int)IdentityStrength.Name, (int)IdentityStrength.Account), Levels = levels };
    }

    /// <summary>The levels a post would have to pass.</summary>
    public IReadOnlyList<ApprovalLevel> PathOf(PostFacts facts) => [.. Levels.Where(l => l.AppliesTo(facts))];
}

/// <param name="Groups">Side by side: the level is passed when all of them are.</param>
/// <param name="DueHours">How long they have; 0 sets no date.</param>
/// <param name="When">The level applies if one of these is true, or always if there is none.</param>
public sealed record ApprovalLevel(Guid Id, string Name, IReadOnlyList<ApprovalGroup> Groups, int DueHours, IReadOnlyList<ApprovalCondition> When)
{
    public const int MostHours = 24 * 60;

    /// <summary>What happens while nobody decides.</summary>
    public ApprovalLadder Ladder { get; init; } = ApprovalLadder.None;

    public bool AppliesTo(PostFacts facts) => When.Count == 0 || When.Any(c => c.HoldsFor(facts));

    internal static ApprovalLevel Of(ApprovalLevel typed, int number)
    {
        var name = (typed.Name ?? "").Trim();
        if (name.Length is 0 or > ApprovalFlow.NameLength)
            throw new RuleBroken("LEVEL_NAME", "Give level {0} a name of up to {1} characters.", number, ApprovalFlow.NameLength);
        if (typed.DueHours is < 0 or > MostHours)
            throw new RuleBroken("LEVEL_HOURS", "Level {0}: give 0 to {1} hours to decide.", name, MostHours);
        var groups = typed.Groups.Where(g => g.People.Count + g.Roles.Count > 0).Take(ApprovalFlow.MostGroups).ToList();
        if (groups.Count == 0)
            throw new RuleBroken("LEVEL_EMPTY", "Nobody decides at level {0}. Choose at least one person or role.", name);
        if (groups.Find(g => g.Rule == GroupRule.Some && g.Needed < 1) is not null)
            throw new RuleBroken("LEVEL_NEEDED", "Say how many of them have to approve at level {0}.", name);
        if (groups.Find(g => g.Rule == GroupRule.Some && g.Roles.Count == 0 && g.Needed > g.People.Count) is { } tooMany)
            throw new RuleBroken("LEVEL_UNREACHABLE", "Level {0} asks for {1} approvals; the number of people it names is {2}.", name, tooMany.Needed, tooMany.People.Count);
        return typed with { Name = name, Groups = groups, Ladder = ApprovalLadder.Of(typed.Ladder, name), When = [.. typed.When.Where(c => !string.IsNullOrWhiteSpace(c.Value))] };
    }
}

/// <param name="Needed">Of a group of which some have to approve: how many.</param>
/// <param name="People">Members by their id.</param>
public sealed record ApprovalGroup(Guid Id, GroupRule Rule, int Needed, IReadOnlyList<Guid> People, IReadOnlyList<Role> Roles)
{
    public bool Names(Member member) => People.Contains(member.Id) || Roles.Contains(member.Role);
}

/// <param name="Value">An id, a network's key, or an amount.</param>
public sealed record ApprovalCondition(ConditionField Field, string Value)
{
    public bool HoldsFor(PostFacts facts) => Field switch
    {
        ConditionField.Label => Guid.TryParse(Value, out var label) && facts.Labels.Contains(label),
        ConditionField.Network => facts.Networks.Contains(Value, StringComparer.OrdinalIgnoreCase),
        ConditionField.Budget => facts.Budget > Amount,
        ConditionField.Author => Guid.TryParse(Value, out var author) && facts.Author == author,
        _ => Guid.TryParse(Value, out var campaign) && facts.Campaign == campaign,
    };

    [JsonIgnore]
    public decimal Amount => decimal.TryParse(Value, System.Globalization.CultureInfo.InvariantCulture, out var amount) ? amount : 0;
}

/// <summary>As much of a post as conditions look at.</summary>
public sealed record PostFacts(IReadOnlyList<Guid> Labels, IReadOnlyList<string> Networks, decimal? Budget, Guid Author, Guid? Campaign);
