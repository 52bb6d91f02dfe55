using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.BrandRules;
using Planable.Data.Members;
using Planable.Data.Targets;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.Approvals;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Workspaces;

/// <summary>The share of a week's posts that one label is to have.</summary>
/// <param name="LabelId">The label.</param>
/// <param name="Percent">Of the week's posts, 1 to 100.</param>
public sealed record MixShareInput([property: ID("Label")] Guid LabelId, int Percent);

/// <summary>What texts are held against. What is left out stays as it is, or has its usual value in a new rule.</summary>
/// <param name="Name">What the rule is called.</param>
/// <param name="Blocks">It keeps posts back; otherwise it warns.</param>
/// <param name="Words">What is looked for; of a disclosure what has to be there, of links the domains.</param>
/// <param name="LabelIds">Of a disclosure: it is needed on posts with one of these labels.</param>
/// <param name="Triggers">Of a disclosure: it is needed in texts with one of these words.</param>
/// <param name="OnlyThese">Of links: no other domains than these; otherwise not these.</param>
/// <param name="Note">What to do instead.</param>
public sealed record BrandRuleInput(
    string? Name, bool? Blocks, IReadOnlyList<string>? Words, [property: ID("Label")] IReadOnlyList<Guid>? LabelIds, IReadOnlyList<string>? Triggers, bool? OnlyThese, Optional<string?> Note);

/// <summary>How posts are approved. What is left out stays as it is.</summary>
/// <param name="Mode">Whether approvals are asked for, and how many.</param>
/// <param name="DefaultFlowId">The flow of posts that name none.</param>
/// <param name="Locks">What is approved can be changed only after somebody took the lock off.</param>
/// <param name="Schedules">What is approved and has a date is scheduled at once.</param>
/// <param name="WaitsForComments">Nothing is scheduled while comments of the client are open.</param>
/// <param name="ChangesHours">How long an author has for changes that were asked for.</param>
/// <param name="Text">Which approvals a change of the text takes back.</param>
/// <param name="Media">The same for pictures and videos.</param>
/// <param name="Link">The same for the link.</param>
/// <param name="Channels">The same for where it goes.</param>
/// <param name="Options">The same for first comments, titles, polls, formats.</param>
/// <param name="Time">The same for the time, if it moves by more than timeHours.</param>
/// <param name="TimeHours">By so many hours a post may move without that.</param>
public sealed record SetApprovalRulesInput(
    ApprovalMode? Mode, [property: ID("ApprovalFlow")] Guid? DefaultFlowId, bool? Locks, bool? Schedules, bool? WaitsForComments, int? ChangesHours,
    ResetReach? Text, ResetReach? Media, ResetReach? Link, ResetReach? Channels, ResetReach? Options, ResetReach? Time, int? TimeHours);

/// <summary>People who decide at one level.</summary>
/// <param name="Rule">Any, all, or some of them.</param>
/// <param name="Needed">Of some: how many.</param>
/// <param name="MemberIds">People by name.</param>
/// <param name="Roles">Everybody with one of these roles.</param>
public sealed record ApprovalGroupInput(GroupRule Rule, int? Needed, [property: ID("Member")] IReadOnlyList<Guid>? MemberIds, IReadOnlyList<Role>? Roles);

/// <summary>A level of a flow.</summary>
/// <param name="Id">Of a level that is there already, as you read it; without it a new one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Groups">Side by side: the level is passed when all of them are.</param>
/// <param name="DueHours">How long they have; 0 sets no date.</param>
/// <param name="ReminderHours">After so many hours they are reminded.</param>
/// <param name="EscalateHours">After so many hours somebody else is told; 0 tells nobody.</param>
/// <param name="EscalateToId">Who that is.</param>
/// <param name="Rests">The hours rest at night and on days off.</param>
/// <param name="LabelIds">The level applies to posts with one of these labels …</param>
/// <param name="Networks">… or on one of these networks …</param>
/// <param name="BudgetOver">… or with a larger budget …</param>
/// <param name="AuthorIds">… or by one of these people …</param>
/// <param name="CampaignIds">… or of one of these campaigns. With none of these it always applies.</param>
public sealed record ApprovalLevelInput(
    [property: ID("ApprovalStage")] Guid? Id, string Name, IReadOnlyList<ApprovalGroupInput> Groups, int? DueHours, IReadOnlyList<int>? ReminderHours, int? EscalateHours, [property: ID("Member")] Guid? EscalateToId, bool? Rests,
    [property: ID("Label")] IReadOnlyList<Guid>? LabelIds, IReadOnlyList<string>? Networks, decimal? BudgetOver, [property: ID("Member")] IReadOnlyList<Guid>? AuthorIds, [property: ID("Campaign")] IReadOnlyList<Guid>? CampaignIds)
{
    internal LevelForm Form => new()
    {
        Id = Id ?? Guid.Empty,
        Name = Name,
        DueHours = DueHours ?? 0,
        Reminders = string.Join(',', ReminderHours ?? []),
        EscalateHours = EscalateHours ?? 0,
        EscalateTo = EscalateToId,
        Rests = Rests ?? true,
        Groups = [.. Groups.Select(g => new GroupForm { Rule = g.Rule, Needed = g.Needed ?? 2, People = [.. g.MemberIds ?? []], Roles = [.. g.Roles ?? []] }.Checked())],
        Labels = [.. LabelIds ?? []],
        Networks = [.. Networks ?? []],
        BudgetOver = BudgetOver,
        Authors = [.. AuthorIds ?? []],
        Campaigns = [.. CampaignIds ?? []],
    };
}

/// <summary>What posts of a client have to keep to.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Settings)]
public static class RuleMutations
{
    [GraphQLDescription("How many posts a week is to have, and of what.")]
    public static async Task<Workspace> SetWeekTarget(
        [ID("Channel"), GraphQLDescription("Counts what goes out there; without it, every post once.")] Guid? channelId, [GraphQLDescription("In a week.")] int posts,
        [GraphQLDescription("Shares of labels; what is left may be about anything.")] IReadOnlyList<MixShareInput>? mix, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.EditOthersPosts);
        var channel = channelId is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == channelId, cancel).Or("channel", "channelId");
        var asked = (mix ?? []).Select(m => m.LabelId).Distinct().ToList();
        if (await db.Labels.CountAsync(l => asked.Contains(l.Id), cancel) != asked.Count)
            throw Refused.NotFound("label", "mix");
        return await db.Settle(current, (here, me) => here.Aim(channel, posts, [.. (mix ?? []).DistinctBy(m => m.LabelId).Select(m => new MixShare(m.LabelId, m.Percent))], me, clock.GetUtcNow()), cancel);
    }

    [GraphQLDescription("A week is to have no number of posts any more.")]
    public static Task<Workspace> RemoveWeekTarget([ID("WeekTarget"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.EditOthersPosts);
            here.Targets.Find(t => t.Id == id).Or("target");
            here.DropTarget(id, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Something that texts are held against before they are submitted.")]
    public static async Task<Workspace> AddBrandRule([GraphQLDescription("What it looks for.")] BrandRuleKind kind, [GraphQLDescription("The rule.")] BrandRuleInput rule, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ManageWorkspace);
        var labels = await db.MustFind(rule.LabelIds, cancel);
        return await db.Settle(current, (here, me) => here.AddBrandRule(
            new BrandRuleDraft(kind, rule.Blocks ?? false, rule.Name, Lines(rule.Words), labels, Lines(rule.Triggers), rule.OnlyThese ?? false, rule.Note.HasValue ? rule.Note.Value : null), me, clock.GetUtcNow()), cancel);
    }

    [GraphQLDescription("Changes a brand rule; what it looks for stays of its kind.")]
    public static async Task<Workspace> EditBrandRule([ID("BrandRule"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The rule.")] BrandRuleInput rule, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ManageWorkspace);
        var was = current.Workspace.BrandRules.Find(r => r.Id == id).Or("rule");
        var labels = rule.LabelIds is null ? was.Labels : await db.MustFind(rule.LabelIds, cancel);
        return await db.Settle(current, (here, me) => here.ChangeBrandRule(
            id,
            new BrandRuleDraft(
                was.Kind, rule.Blocks ?? was.Blocks, rule.Name ?? was.Name, Lines(rule.Words ?? was.Words), labels, Lines(rule.Triggers ?? was.Triggers), rule.OnlyThese ?? was.OnlyThese, rule.Note.HasValue ? rule.Note.Value : was.Note),
            me, clock.GetUtcNow()), cancel);
    }

    [GraphQLDescription("Texts are not held against it any more.")]
    public static Task<Workspace> RemoveBrandRule([ID("BrandRule"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            here.BrandRules.Find(r => r.Id == id).Or("rule");
            here.RemoveBrandRule(id, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("How the client's posts are approved, apart from the flows themselves.")]
    public static Task<Workspace> SetApprovalRules(SetApprovalRulesInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            if (input.DefaultFlowId is { } flow && here.Approvals.Flows.All(f => f.Id != flow))
                throw Refused.NotFound("flow", "defaultFlowId");
            var form = ApprovalRulesForm.Of(here.Approvals);
            form.Mode = input.Mode ?? form.Mode;
            form.DefaultFlow = input.DefaultFlowId ?? form.DefaultFlow;
            form.Locks = input.Locks ?? form.Locks;
            form.Schedules = input.Schedules ?? form.Schedules;
            form.WaitsForComments = input.WaitsForComments ?? form.WaitsForComments;
            form.ChangesHours = input.ChangesHours ?? form.ChangesHours;
            form.Text = input.Text ?? form.Text;
            form.Media = input.Media ?? form.Media;
            form.Link = input.Link ?? form.Link;
            form.Channels = input.Channels ?? form.Channels;
            form.Options = input.Options ?? form.Options;
            form.Time = input.Time ?? form.Time;
            form.TimeHours = input.TimeHours ?? form.TimeHours;
            here.SettleApprovals(form.Checked().Over(here.Approvals), me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Who decides about posts, in which order.")]
    public static Task<Workspace> AddApprovalFlow(
        [GraphQLDescription("What it is called.")] string name, [GraphQLDescription("One after the other.")] IReadOnlyList<ApprovalLevelInput> levels, [GraphQLDescription("How sure it has to be who decides.")] IdentityStrength? identity,
        [GraphQLDescription("Decisions count that somebody of the team wrote down.")] bool? takesRecorded,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            var flow = ApprovalFlow.Of(new FlowForm { Name = name, Identity = identity ?? IdentityStrength.Name, TakesRecorded = takesRecorded ?? false, Levels = [.. levels.Select(l => l.Form)] }.Flow(Guid.CreateVersion7(clock.GetUtcNow())));
            here.SettleApprovals(here.Approvals with { Flows = [.. here.Approvals.Flows, flow] }, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Changes a flow. Posts that are on their way through it go on as they were sent.")]
    public static Task<Workspace> EditApprovalFlow(
        [ID("ApprovalFlow"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("What it is called.")] string? name, [GraphQLDescription("All its levels, in place of those it has.")] IReadOnlyList<ApprovalLevelInput>? levels,
        [GraphQLDescription("How sure it has to be who decides.")] IdentityStrength? identity,
        [GraphQLDescription("Decisions count that somebody of the team wrote down.")] bool? takesRecorded, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            var was = here.Approvals.Flows.FirstOrDefault(f => f.Id == id).Or("flow");
            var form = FlowForm.Of(was);
            form.Name = name ?? form.Name;
            form.Identity = identity ?? form.Identity;
            form.TakesRecorded = takesRecorded ?? form.TakesRecorded;
            form.Levels = levels is null ? form.Levels : [.. levels.Select(l => l.Form)];
            var flow = ApprovalFlow.Of(form.Flow(id));
            here.SettleApprovals(here.Approvals with { Flows = [.. here.Approvals.Flows.Select(f => f.Id == id ? flow : f)] }, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Takes a flow away. Posts that are on their way through it go on as they were sent.")]
    public static Task<Workspace> RemoveApprovalFlow([ID("ApprovalFlow"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            var rules = here.Approvals;
            rules.Flows.FirstOrDefault(f => f.Id == id).Or("flow");
            if (rules.IsOn && rules.Flows.Count == 1)
                throw new RuleBroken("FLOW_LAST", "This is the only flow. Make another one first, or turn approvals off.");
            here.SettleApprovals(rules with { Flows = [.. rules.Flows.Where(f => f.Id != id)], DefaultFlowId = rules.DefaultFlowId == id ? null : rules.DefaultFlowId }, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("The client agreed that their silence counts as consent.")]
    public static Task<Workspace> SetSilentConsent(
        [GraphQLDescription("So long at least they have to have had the version in front of them.")] int hours, [GraphQLDescription("Where it is agreed: \"Contract of 3 March, section 4\".")] string note,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            new SilenceForm { Hours = hours, Note = note }.Checked();
            here.CountSilence(hours, note, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Silence no longer counts. What nobody approves is held.")]
    public static Task<Workspace> EndSilentConsent(PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            here.IgnoreSilence(me, clock.GetUtcNow());
        }, cancel);

    static string Lines(IReadOnlyList<string>? words) => string.Join('\n', words ?? []);

    static async Task<IReadOnlyList<Guid>> MustFind(this PlanableDb db, IReadOnlyList<Guid>? labels, CancellationToken cancel)
    {
        var asked = (labels ?? []).Distinct().ToList();
        return await db.Labels.CountAsync(l => asked.Contains(l.Id), cancel) == asked.Count ? asked : throw Refused.NotFound("label", "labelIds");
    }
}
