using Planable.Data;
using Planable.Data.Absences;
using Planable.Data.Approvals;
using Planable.Data.Blackouts;
using Planable.Data.BrandRules;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Links;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Targets;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;
using Planable.Web.GraphQL.Channels;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Labels;
using Planable.Web.GraphQL.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Workspaces;

/// <summary>Days on which nothing is planned to go out.</summary>
/// <param name="Id">Its id.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, itself included.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsPublic">The client's people see it too.</param>
[ObjectType("Blackout")]
public sealed record BlackoutDays([property: ID("Blackout")] Guid Id, DateOnly First, DateOnly Last, string Reason, bool IsPublic);

/// <summary>Somebody is away, and somebody else decides in their place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Who is away.</param>
/// <param name="StandIn">Who decides in their place.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, itself included.</param>
[ObjectType("Absence")]
public sealed record AbsenceDays([property: ID("Absence")] Guid Id, string Name, string StandIn, DateOnly First, DateOnly Last);

/// <summary>How many posts a week is to have, and how they mix.</summary>
[ObjectType("WeekTarget")]
public sealed class WeekTargetNode(WeekTarget target)
{
    [ID("WeekTarget"), GraphQLDescription("Its id.")]
    public Guid Id => target.Id;

    [GraphQLDescription("In a week.")]
    public int Posts => target.Posts;

    [GraphQLDescription("Counts what goes out there; null counts every post once.")]
    public async Task<Channel?> GetChannel(IChannelByIdDataLoader channels, CancellationToken cancel) => target.ChannelId is { } id ? await channels.LoadAsync(id, cancel) : null;

    [GraphQLDescription("Shares of labels.")]
    [ListSize(AssumedSize = 4)]
    public IReadOnlyList<LabelShare> Mix => [.. target.Mix.Select(m => new LabelShare(m))];
}

/// <summary>The share of a week's posts that one label is to have.</summary>
public sealed class LabelShare(MixShare share)
{
    [GraphQLDescription("Of the week's posts.")]
    public int Percent => share.Percent;

    [GraphQLDescription("The label.")]
    public async Task<Label?> GetLabel(ILabelByIdDataLoader labels, CancellationToken cancel) => await labels.LoadAsync(share.LabelId, cancel);
}

/// <summary>What texts are held against before they are submitted.</summary>
[ObjectType("BrandRule")]
public sealed class BrandRuleNode(BrandRule rule)
{
    [ID("BrandRule"), GraphQLDescription("Its id.")]
    public Guid Id => rule.Id;

    [GraphQLDescription("What it looks for.")]
    public BrandRuleKind Kind => rule.Kind;

    [GraphQLDescription("What it is called.")]
    public string Name => rule.Name;

    [GraphQLDescription("It keeps posts back; otherwise it warns.")]
    public bool Blocks => rule.Blocks;

    [GraphQLDescription("What is looked for; of a disclosure what has to be there, of links the domains.")]
    [ListSize(AssumedSize = 10)]
    public IReadOnlyList<string> Words => rule.Words;

    [GraphQLDescription("Of a disclosure: it is needed in texts with one of these words.")]
    [ListSize(AssumedSize = 5)]
    public IReadOnlyList<string> Triggers => rule.Triggers;

    [GraphQLDescription("Of a disclosure: it is needed on posts with one of these labels.")]
    [ID("Label"), ListSize(AssumedSize = 3)]
    public IReadOnlyList<Guid> LabelIds => rule.Labels;

    [GraphQLDescription("Of links: no other domains than these; otherwise not these.")]
    public bool OnlyThese => rule.OnlyThese;

    [GraphQLDescription("What to do instead.")]
    public string? Note => rule.Note;
}

/// <summary>How a client's posts are approved.</summary>
public sealed class ApprovalSettings(ApprovalRules rules)
{
    [GraphQLDescription("Whether approvals are asked for, and how many.")]
    public ApprovalMode Mode => rules.Mode;

    [GraphQLDescription("What is approved can be changed only after somebody took the lock off.")]
    public bool Locks => rules.Locks;

    [GraphQLDescription("What is approved and has a date is scheduled at once.")]
    public bool Schedules => rules.Schedules;

    [GraphQLDescription("Nothing is scheduled while comments of the client are open.")]
    public bool WaitsForComments => rules.WaitsForComments;

    [GraphQLDescription("How long an author has for changes that were asked for.")]
    public int ChangesHours => rules.ChangesHours;

    [GraphQLDescription("The client's silence counts as consent after so many hours; null if it does not.")]
    public int? SilenceHours => rules.Silence?.Hours;

    [ID("ApprovalFlow"), GraphQLDescription("The flow of posts that name none.")]
    public Guid? DefaultFlowId => rules.Default?.Id;

    [GraphQLDescription("Who decides, in which order.")]
    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<FlowNode> Flows => [.. rules.Flows.Select(f => new FlowNode(f))];
}

/// <summary>Who decides about posts, in which order.</summary>
[ObjectType("ApprovalFlow")]
public sealed class FlowNode(ApprovalFlow flow)
{
    [ID("ApprovalFlow"), GraphQLDescription("Its id.")]
    public Guid Id => flow.Id;

    [GraphQLDescription("What it is called.")]
    public string Name => flow.Name;

    [GraphQLDescription("How sure it has to be who decides.")]
    public IdentityStrength Identity => flow.Identity;

    [GraphQLDescription("Decisions count that somebody of the team wrote down.")]
    public bool TakesRecorded => flow.TakesRecorded;

    [GraphQLDescription("One after the other.")]
    [ListSize(AssumedSize = 3)]
    public IReadOnlyList<FlowLevel> Levels => [.. flow.Levels.Select(l => new FlowLevel(l.Id, l.Name, l.DueHours, [.. l.Groups.Select(g => new FlowGroup(g.Rule, g.Needed, g.People, g.Roles))]))];
}

/// <summary>A level of a flow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="DueHours">How long they have; 0 sets no date.</param>
/// <param name="Groups">Side by side: the level is passed when all of them are.</param>
[ObjectType("ApprovalLevel")]
public sealed record FlowLevel([property: ID("ApprovalStage")] Guid Id, string Name, int DueHours, [property: ListSize(AssumedSize = 2)] IReadOnlyList<FlowGroup> Groups);

/// <summary>People who decide at one level.</summary>
/// <param name="Rule">Any, all, or some of them.</param>
/// <param name="Needed">Of some: how many.</param>
/// <param name="MemberIds">People by name.</param>
/// <param name="Roles">Everybody with one of these roles.</param>
[ObjectType("ApprovalGroup")]
public sealed record FlowGroup(GroupRule Rule, int Needed, [property: ID("Member"), ListSize(AssumedSize = 3)] IReadOnlyList<Guid> MemberIds, [property: ListSize(AssumedSize = 2)] IReadOnlyList<Role> Roles);

/// <summary>What is added to links.</summary>
/// <param name="Source">utm_source.</param>
/// <param name="Medium">utm_medium.</param>
/// <param name="CampaignTag">utm_campaign.</param>
/// <param name="Content">utm_content.</param>
/// <param name="Domains">Only links to these sites; empty for all.</param>
[ObjectType("LinkRules")]
public sealed record LinkTagRules(string? Source, string? Medium, string? CampaignTag, string? Content, [property: ListSize(AssumedSize = 2)] IReadOnlyList<string> Domains)
{
    internal static LinkTagRules? Of(LinkRules? rules) => rules is null ? null : new(rules.Source, rules.Medium, rules.Campaign, rules.Content, rules.Domains);
}

[ObjectType<Workspace>]
public static class WorkspaceRules
{
    [GraphQLDescription("One of twelve, from 0.")]
    public static int GetColour([Parent] Workspace workspace) => workspace.Colour;

    [GraphQLDescription("Why nothing goes out, and since when; null while something does. For the team.")]
    public static PauseNote? GetPause([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) && workspace.Pause is { } pause ? new(pause.At, pause.By, pause.Why) : null;

    [GraphQLDescription("Who sees new posts. For the team.")]
    public static Audience? GetDefaultAudience([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? workspace.DefaultAudience : null;

    [GraphQLDescription("What is asked of pictures without alternative texts. For the team.")]
    public static AltPolicy? GetAltPolicy([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? workspace.AltPolicy : null;

    [GraphQLDescription("By so many minutes a post may go out late. For the team.")]
    public static int? GetLateMinutes([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? workspace.LateMinutes : null;

    [GraphQLDescription("Grows with every change of the settings.")]
    public static int GetRevision([Parent] Workspace workspace) => workspace.Revision;

    [GraphQLDescription("Days on which nothing goes out. A client's token sees those that are meant for it.")]
    [ListSize(AssumedSize = 5)]
    public static IReadOnlyList<BlackoutDays> GetBlackouts([Parent] Workspace workspace, Current current) => [.. workspace.BlackoutsFor(current.Member).Select(b => new BlackoutDays(b.Id, b.First, b.Last, b.Reason, b.IsPublic))];

    [GraphQLDescription("How many posts a week is to have. For the team.")]
    [ListSize(AssumedSize = 3)]
    public static IReadOnlyList<WeekTargetNode> GetWeekTargets([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? [.. workspace.Targets.Select(t => new WeekTargetNode(t))] : [];

    [GraphQLDescription("What texts are held against. For the team.")]
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<BrandRuleNode> GetBrandRules([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? [.. workspace.BrandRules.Select(r => new BrandRuleNode(r))] : [];

    [GraphQLDescription("Who is away, and who decides for them. For those who manage the members, and one's own.")]
    [ListSize(AssumedSize = 5)]
    public static IReadOnlyList<AbsenceDays> GetAbsences([Parent] Workspace workspace, Current current) =>
        [.. workspace.Absences.Where(a => current.Can(Permission.ManageMembers) || a.MemberId == current.Member.Id).Select(a => new AbsenceDays(a.Id, a.Name, a.StandIn, a.First, a.Last))];

    [GraphQLDescription("How posts are approved. For the team.")]
    public static ApprovalSettings? GetApprovalRules([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? new(workspace.Approvals) : null;

    [GraphQLDescription("What is added to links; null for nothing. For the team.")]
    public static LinkTagRules? GetLinkRules([Parent] Workspace workspace, Current current) => current.Can(Permission.SeeInternal) ? LinkTagRules.Of(workspace.LinkRules) : null;

    [GraphQLDescription("The address that turns mails into ideas; null while there is none. For the team.")]
    public static string? GetIdeaAddress([Parent] Workspace workspace, Current current, InboundSettings inbound) => current.Can(Permission.SeeInternal) ? inbound.AddressOf(workspace) : null;

    [GraphQLDescription("Where the chain of the log breaks, in a sentence; null if every line is as it was written. For those who manage the workspace.")]
    [Cost(500)]
    public static async Task<string?> GetLogBreak([Parent] Workspace workspace, PlanableDb db, Current current, CancellationToken cancel)
    {
        current.Must(Permission.ManageWorkspace);
        return await db.FindBreak(cancel);
    }

    [GraphQLDescription("What the brand rules say of a text that was not saved. For those who write posts.")]
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<TextFinding> GetTextFindings(
        [Parent] Workspace workspace, [GraphQLDescription("The text.")] string text, [ID("Label"), GraphQLDescription("Labels the post would have.")] IReadOnlyList<Guid>? labelIds, Current current)
    {
        current.Must(Permission.WritePosts);
        return [.. BrandChecks.Of(workspace.BrandRules, text.Length > 20_000 ? text[..20_000] : text, null, [], [], labelIds ?? [], null).SelectMany(c => c.Findings.Select(f => new TextFinding(c.Rule.Name, f.Words, c.Rule.Blocks, c.Rule.Note)))];
    }
}

/// <summary>Why nothing goes out.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who stopped it.</param>
/// <param name="Why">Why.</param>
public sealed record PauseNote(DateTimeOffset At, string By, string Why);

/// <summary>What a brand rule found in a text.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Words">What stands in the text; of a disclosure what is missing.</param>
/// <param name="Blocks">It would keep the post back.</param>
/// <param name="Note">What to do instead.</param>
public sealed record TextFinding(string Rule, string Words, bool Blocks, string? Note);
