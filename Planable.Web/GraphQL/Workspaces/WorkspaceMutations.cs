using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Blackouts;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Quotas;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;
using Planable.Web.Links;
using Planable.Web.Workspaces;

namespace Planable.Web.GraphQL.Workspaces;

/// <summary>What is left out stays as it is.</summary>
/// <param name="Revision">The revision you read: if somebody changed the settings since, nothing is saved and the code is CONFLICT.</param>
/// <param name="Name">What the client is called.</param>
/// <param name="Locale">How dates and numbers are written, e.g. "de-DE".</param>
/// <param name="WeekStart">The first day of the calendar's weeks.</param>
/// <param name="Website">The client's own; null takes it away.</param>
/// <param name="Colour">One of twelve, from 0.</param>
/// <param name="DefaultAudience">Who sees new posts.</param>
/// <param name="AltPolicy">What is asked of pictures without alternative texts.</param>
/// <param name="LateMinutes">By so many minutes a post may go out late; later it is held.</param>
/// <param name="QuotaPolicy">What becomes of a post when a network takes no more for now.</param>
public sealed record EditWorkspaceInput(
    int? Revision, string? Name, string? Locale, DayOfWeek? WeekStart, Optional<string?> Website, int? Colour, Audience? DefaultAudience, AltPolicy? AltPolicy, int? LateMinutes, QuotaPolicy? QuotaPolicy);

/// <summary>What is added to links; without any value nothing is.</summary>
/// <param name="Source">utm_source.</param>
/// <param name="Medium">utm_medium.</param>
/// <param name="CampaignTag">utm_campaign.</param>
/// <param name="Content">utm_content.</param>
/// <param name="Domains">Only links to these sites; without any, all.</param>
public sealed record LinkRulesInput(string? Source, string? Medium, string? CampaignTag, string? Content, IReadOnlyList<string>? Domains)
{
    internal Data.Links.LinkRules? Read() => new LinkRulesForm { Source = Source, Medium = Medium, CampaignTag = CampaignTag, Content = Content, Domains = Domains is null ? null : string.Join(',', Domains) }.Checked().Read();
}

[MutationType, Error<UserError>, Scope(TokenScope.Settings)]
public static class WorkspaceMutations
{
    [GraphQLDescription("Changes the client's settings.")]
    public static async Task<Workspace> EditWorkspace(EditWorkspaceInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (here, me, at) = (current.Workspace, current.Member, clock.GetUtcNow());
        me.Must(Permission.ManageWorkspace);
        var form = SettingsForm.Of(here);
        form.Name = input.Name ?? form.Name;
        form.Locale = input.Locale ?? form.Locale;
        form.WeekStart = input.WeekStart ?? form.WeekStart;
        form.Website = input.Website.HasValue ? input.Website.Value : form.Website;
        form.Colour = input.Colour ?? form.Colour;
        form.DefaultAudience = input.DefaultAudience ?? form.DefaultAudience;
        form.AltPolicy = input.AltPolicy ?? form.AltPolicy;
        form.LateMinutes = input.LateMinutes ?? form.LateMinutes;
        form.QuotaPolicy = input.QuotaPolicy ?? form.QuotaPolicy;
        if (!SettingsForm.Locales.Contains(form.Checked().Locale))
            throw new Refused("LOCALE_UNKNOWN", "This language is not known.", "locale");
        if (input.Revision is { } seen)
            db.Entry(here).Property(w => w.Revision).OriginalValue = seen;
        here.Settle(me, form.Name, form.Locale, form.WeekStart, form.Website, form.Colour, form.DefaultAudience, form.LateMinutes, form.AltPolicy, at);
        here.SettleQuotas(form.QuotaPolicy, me, at);
        await db.SaveChangesAsync(cancel);
        return here;
    }

    [GraphQLDescription("Moves the client to another time zone, with everything that is planned.")]
    public static async Task<Workspace> MoveToZone(
        [GraphQLDescription("An IANA time zone, e.g. \"Europe/Berlin\".")] string zone,
        [GraphQLDescription("True: planned posts keep their wall-clock time. False: they keep their instant.")] bool keepLocalTimes,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (here, me, at) = (current.Workspace, current.Member, clock.GetUtcNow());
        me.Must(Permission.ManageWorkspace);
        var posts = await db.Posts.Where(p => p.ScheduledAt != null && p.PlannedLocal != null && (p.State == PostState.Draft || p.State == PostState.Scheduled)).Include(p => p.Deliveries).ToListAsync(cancel);
        here.MoveTo(zone, keepLocalTimes, posts.Count, me, at);
        foreach (var post in posts)
            post.ChangeZone(zone, keepLocalTimes, me, at);
        await db.SaveChangesAsync(cancel);
        return here;
    }

    [GraphQLDescription("Nothing of the client goes out until it is resumed.")]
    public static Task<Workspace> PauseWorkspace([GraphQLDescription("Why; everybody who looks is told.")] string reason, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) => here.PauseAll(me, reason, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Publishing goes on. What came due meanwhile waits for a person's choice.")]
    public static Task<Workspace> ResumeWorkspace(PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) => here.Resume(me, clock.GetUtcNow()), cancel);

    [GraphQLDescription("What all links of the client's posts get. Posts planned before keep theirs until they are changed.")]
    public static Task<Workspace> SetLinkRules([GraphQLDescription("Null: links go out as they are written.")] LinkRulesInput? rules, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            here.TagLinks(rules?.Read(), me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Nothing can be scheduled on these days.")]
    public static Task<Workspace> AddBlackout(
        [GraphQLDescription("The first day.")] DateOnly first, [GraphQLDescription("The last day, itself included.")] DateOnly last, [GraphQLDescription("Why: whoever is refused a day is told.")] string reason,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("The client's people see it too.")] bool isPublic = false) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.PausePublishing);
            if (last < first)
                throw new Refused("ENDS_BEFORE_START", "The last day lies before the first.", "last");
            here.Block(first, last, reason, isPublic, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("The days are open again.")]
    public static Task<Workspace> RemoveBlackout([ID("Blackout"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.PausePublishing);
            here.Blackouts.Find(b => b.Id == id).Or("blackout");
            here.Unblock(id, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("All posts inside a blackout, or none: behind it at the same hour, or back to drafts without a date.")]
    public static async Task<Workspace> ClearBlackout(
        [ID("Blackout"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("True: they become drafts without a date. False: they move behind it.")] bool toDrafts,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (here, me, at) = (current.Workspace, current.Member, clock.GetUtcNow());
        me.Must(Permission.PausePublishing);
        var blackout = here.Blackouts.Find(b => b.Id == id).Or("blackout");
        foreach (var post in await db.Posts.Inside(blackout, here.Zone, at).Whole().ToListAsync(cancel))
        {
            if (toDrafts)
                post.Unschedule(keepDate: false, me, at);
            else
                post.MoveBehind(blackout, me, here, at);
        }

        await db.SaveChangesAsync(cancel);
        return here;
    }

    [GraphQLDescription("An address that turns mails into ideas; another one in place of one that is known to too many.")]
    public static Task<Workspace> OpenIdeaMail(PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.SeeInternal);
            here.OpenIdeaMail(here.IdeaMail?.TakesOutsiders ?? false, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Whether people who are no members may send ideas to the address.")]
    public static Task<Workspace> SetIdeaMail([GraphQLDescription("They may.")] bool takesOutsiders, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.ManageWorkspace);
            here.LetOutsidersMailIdeas(takesOutsiders, me, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Mail to the address is dropped from now on.")]
    public static Task<Workspace> CloseIdeaMail(PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Settle(current, (here, me) =>
        {
            me.Must(Permission.SeeInternal);
            here.CloseIdeaMail(me, clock.GetUtcNow());
        }, cancel);

    /// <summary>A verb on the workspace, saved.</summary>
    internal static async Task<Workspace> Settle(this PlanableDb db, Current current, Action<Workspace, Member> verb, CancellationToken cancel)
    {
        verb(current.Workspace, current.Member);
        await db.SaveChangesAsync(cancel);
        return current.Workspace;
    }
}
