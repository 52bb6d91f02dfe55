using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Media;
using Planable.Web.Http;
using Planable.Web.Portals;
using Planable.Web.Reviews;

namespace Planable.Web.GraphQL.Reviews;

/// <summary>Somebody who gets a link of their own.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Email">Where it is mailed to.</param>
public sealed record ReviewerInput(string Name, string Email);

/// <summary>What a link shows, to whom, and what they may do. In an edit, what is left out stays as it is.</summary>
/// <param name="Name">What the link is called.</param>
/// <param name="From">Shows posts from this day on …</param>
/// <param name="To">… to this day …</param>
/// <param name="ChannelIds">… on these channels …</param>
/// <param name="LabelIds">… with one of these labels …</param>
/// <param name="PostIds">… or just these posts.</param>
/// <param name="Reach">What somebody with the link may do.</param>
/// <param name="Identity">How sure it has to be who decides.</param>
/// <param name="Watermark">Pictures are marked as drafts.</param>
/// <param name="Ends">The last day; null never ends it.</param>
/// <param name="Password">Asked for at the door; null takes it away.</param>
/// <param name="Language">In which those who open it read: en, de, pt or ar; null is the client's.</param>
public sealed record ReviewTermsInput(
    string? Name, Optional<DateOnly?> From, Optional<DateOnly?> To, [property: ID("Channel")] IReadOnlyList<Guid>? ChannelIds, [property: ID("Label")] IReadOnlyList<Guid>? LabelIds, [property: ID("Post")] IReadOnlyList<Guid>? PostIds,
    ReviewReach? Reach, IdentityStrength? Identity, bool? Watermark, Optional<DateOnly?> Ends, Optional<string?> Password, Optional<string?> Language);

/// <summary>A link and where it leads.</summary>
/// <param name="Link">The link.</param>
/// <param name="Url">Where it leads. It is told this once; what was mailed to somebody is theirs alone and not told.</param>
public sealed record MadeReviewLink(ReviewLink Link, string? Url);

[MutationType, Error<UserError>, Scope(TokenScope.Approvals)]
public static class ReviewLinkMutations
{
    const int MostPeople = 50;

    [GraphQLDescription("Shows posts to people without an account. With reviewers, each gets a link of their own by mail; otherwise there is one for whoever has it.")]
    [UseMutationConvention(PayloadFieldName = "links")]
    public static async Task<IReadOnlyList<MadeReviewLink>> MakeReviewLinks(
        [GraphQLDescription("What it shows, and what they may do.")] ReviewTermsInput terms, [GraphQLDescription("Posts as they are when somebody looks, or as they are now.")] ReviewShare share, [GraphQLDescription("Who gets a link of their own.")] IReadOnlyList<ReviewerInput>? reviewers,
        PlanableDb db, Current current, ReviewMails mails, MediaAddresses addresses, ClientAddresses handed, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.ShareForReview);
        var people = (reviewers ?? []).DistinctBy(r => r.Email.Trim().ToUpperInvariant()).ToList();
        if (people.Count > MostPeople)
            throw new RuleBroken("PEOPLE_MANY", "Up to {0} people get a link at a time.", MostPeople);
        if (people.Find(p => !p.Email.Contains('@', StringComparison.Ordinal)) is { } wrong)
            throw new RuleBroken("ADDRESS_WRONG", "{0} is not an e-mail address.", wrong.Email);
        await MustKnow(terms, db, cancel);
        var (now, read, company) = (clock.GetUtcNow(), Terms(terms, null, current), await db.Companies.Where(c => c.Id == current.Workspace.CompanyId).Select(c => c.Name).SingleAsync(cancel));
        var posts = share == ReviewShare.Frozen ? await db.Posts.Within(read.Scope, current.Workspace.Zone).Whole().Take(ReviewScope.MostPosts + 1).ToListAsync(cancel) : [];
        var made = new List<MadeReviewLink>();
        foreach (var person in people.Select(p => ((string, string)?)(Short(p.Name), p.Email.Trim())).DefaultIfEmpty(null))
        {
            var (link, token) = ReviewLink.Make(read, person, share, posts, current.Member, now);
            db.ReviewLinks.Add(link);
            if (person is not null)
                await mails.Send(link, token, company, cancel);
            made.Add(new(link, person is null ? await handed.Of($"/r/{token}", addresses.Site, cancel) : null));
        }

        await db.SaveChangesAsync(cancel);
        return made;
    }

    [GraphQLDescription("Changes what a link shows and what may be done with it.")]
    public static async Task<ReviewLink> EditReviewLink([ID<ReviewLink>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("What it shows, and what they may do.")] ReviewTermsInput terms, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var link = await db.ReviewLinks.SingleOrDefaultAsync(l => l.Id == id, cancel).Or("link");
        current.Must(Permission.ShareForReview);
        await MustKnow(terms, db, cancel);
        link.Settle(Terms(terms, link, current), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return link;
    }

    [GraphQLDescription("The link shows nothing any more.")]
    public static async Task<ReviewLink> RevokeReviewLink([ID<ReviewLink>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var link = await db.ReviewLinks.SingleOrDefaultAsync(l => l.Id == id, cancel).Or("link");
        current.Must(Permission.ShareForReview);
        link.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return link;
    }

    static ReviewTerms Terms(ReviewTermsInput typed, ReviewLink? was, Current current)
    {
        var scope = was?.Scope ?? ReviewScope.All;
        return new ReviewTerms(
            typed.Name ?? was?.Name ?? "",
            new ReviewScope(
                typed.From.HasValue ? typed.From.Value : scope.From, typed.To.HasValue ? typed.To.Value : scope.To, typed.ChannelIds ?? scope.Channels, typed.LabelIds ?? scope.Labels, typed.PostIds ?? scope.Posts),
            typed.Reach ?? was?.Reach ?? ReviewReach.Decide,
            typed.Identity ?? was?.Identity ?? IdentityStrength.Name,
            typed.Watermark ?? was?.Watermark ?? false,
            typed.Ends.HasValue ? typed.Ends.Value is { } last ? Zones.ToInstantLeniently(last.AddDays(1).ToDateTime(TimeOnly.MinValue), current.Workspace.Zone) : null : was?.ExpiresAt,
            // Of the terms, null keeps a password and the empty one takes it away.
            typed.Password.HasValue ? typed.Password.Value ?? "" : null,
            typed.Language.HasValue ? typed.Language.Value : was?.Language);
    }

    static async Task MustKnow(ReviewTermsInput terms, PlanableDb db, CancellationToken cancel)
    {
        var (channels, labels, posts) = ((terms.ChannelIds ?? []).Distinct().ToList(), (terms.LabelIds ?? []).Distinct().ToList(), (terms.PostIds ?? []).Distinct().ToList());
        if (await db.Channels.CountAsync(c => channels.Contains(c.Id), cancel) != channels.Count)
            throw Refused.NotFound("channel", "channelIds");
        if (await db.Labels.CountAsync(l => labels.Contains(l.Id), cancel) != labels.Count)
            throw Refused.NotFound("label", "labelIds");
        if (await db.Posts.CountAsync(p => posts.Contains(p.Id), cancel) != posts.Count)
            throw Refused.NotFound("post", "postIds");
    }

    static string Short(string name) => name.Trim() is var clean && clean.Length <= ReviewLink.PersonLength ? clean : clean[..ReviewLink.PersonLength].TrimEnd();
}

[QueryType]
public static class ReviewLinkQueries
{
    [GraphQLDescription("Links for people without an account, the latest first. For those who share for review.")]
    [UsePaging]
    public static IQueryable<ReviewLink> GetReviewLinks(PlanableDb db, Current current)
    {
        var shares = current.Can(Permission.ShareForReview);
        return db.ReviewLinks.AsNoTracking().Where(l => shares).OrderByDescending(l => l.MadeAt);
    }
}

[ObjectType<ReviewLink>]
public static class ReviewLinkType
{
    static void Configure(IObjectTypeDescriptor<ReviewLink> link)
    {
        link.BindFieldsExplicitly().Description("Shows posts to people without an account.");
        link.Field(l => l.Id).ID().Description("Its id.");
        link.Field(l => l.Name).Description("What it is called.");
        link.Field(l => l.Person).Description("Whose it is; null for whoever has it.");
        link.Field(l => l.Share).Description("Posts as they are when somebody looks, or as they were.");
        link.Field(l => l.Reach).Description("What somebody with it may do.");
        link.Field(l => l.Identity).Description("How sure it has to be who decides.");
        link.Field(l => l.Language).Description("In which those who open it read; null is the client's.");
        link.Field(l => l.Watermark).Description("Pictures are marked as drafts.");
        link.Field(l => l.ExpiresAt).Description("When it ends; null never.");
        link.Field(l => l.RevokedAt).Description("When it was taken back.");
        link.Field(l => l.MadeBy).Description("Who made it.");
        link.Field(l => l.MadeAt).Description("When.");
    }

    [GraphQLDescription("A password is asked for at the door.")]
    public static bool HasPassword([Parent] ReviewLink link) => link.PasswordHash is not null;

    [GraphQLDescription("The first day it shows; null from the beginning.")]
    public static DateOnly? GetFrom([Parent] ReviewLink link) => link.Scope.From;

    [GraphQLDescription("The last day it shows; null to the end.")]
    public static DateOnly? GetTo([Parent] ReviewLink link) => link.Scope.To;

    [GraphQLDescription("The only posts it shows; empty for all within its days.")]
    [ID("Post"), ListSize(AssumedSize = 10)]
    public static IReadOnlyList<Guid> GetPostIds([Parent] ReviewLink link) => link.Scope.Posts;
}
