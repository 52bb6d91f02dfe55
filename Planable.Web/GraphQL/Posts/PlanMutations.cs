using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Certificates;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Tokens;
using Planable.Web.Approvals;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Posts;

/// <summary>What is done to the plan of a post, and about it, besides its words.</summary>
[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class PlanMutations
{
    [GraphQLDescription("Two planned posts change places. Called again, they change back. The first is answered.")]
    public static async Task<Post> SwapPosts([ID<Post>, GraphQLDescription("The one.")] Guid id, [ID<Post>, GraphQLDescription("The other.")] Guid withId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        if (!post.CanBeMovedBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not move this post.");
        if (id == withId)
            throw new Refused("SAME_POST", "Name two posts.", "withId");
        var other = await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == withId, cancel).Or("post", "withId");
        post.SwapTimes(other, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Another time for a post that missed its own because nobody had decided, or too late: its channels' next free slot, or the same hour of the next open day.")]
    public static async Task<Post> GiveNewSlot([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, MissedTimes missed, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.MustFindPost(id, current, cancel);
        post.GiveNewSlot(await missed.Next(post, cancel), current.Member, clock.GetUtcNow());
        await db.SaveAndSum(post.Id, cancel);
        return post;
    }

    [GraphQLDescription("From now on a person's time: the queue leaves it alone.")]
    public static Task<Post> FixTime([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.FixTime(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("What is to be spent on a post; flows of approval may ask for it.")]
    public static Task<Post> SetBudget([ID<Post>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("From 0; null takes it away.")] decimal? budget, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post =>
        {
            if (budget < 0)
                throw new Refused("BUDGET_WRONG", "The budget is an amount from 0.", "budget");
            post.SetBudget(budget, current.Member, clock.GetUtcNow());
        }, cancel);

    [GraphQLDescription("Content without a network is out.")]
    public static Task<Post> MarkLive([ID<Post>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Where it can be seen.")] string? url, [GraphQLDescription("Whatever is worth knowing about it.")] string? note, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.MarkLive(url, note, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Content without a network does not count as out any more.")]
    public static Task<Post> TakeBackLive([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.TakeBackLive(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Lets a post through although words in it are blocked.")]
    public static Task<Post> OverrideBrandRules([ID<Post>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Why; it stands in the log.")] string reason, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.OverrideBrandRules(reason, post.BrandChecks(current.Workspace), current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("The brand rules hold again.")]
    public static Task<Post> EndBrandOverride([ID<Post>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        db.Change(id, current, post => post.EndBrandOverride(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Puts down who approved what, to keep and to hand on.")]
    public static async Task<CertificateFile> IssueCertificate([ID<Post>, GraphQLDescription("Of which post.")] Guid id, PlanableDb db, Current current, CertificateWriter writer, TimeProvider clock, CancellationToken cancel)
    {
        var post = await db.Posts.SeenWhole().SingleOrDefaultAsync(p => p.Id == id, cancel).Or("post");
        current.Must(Permission.SeeInternal);
        var now = clock.GetUtcNow();
        var certificate = Certificate.Issue(post, await writer.Write(id, current.Workspace.Name, current.Member, now, cancel), current.Member, now);
        db.Certificates.Add(certificate);
        await db.SaveChangesAsync(cancel);
        return new(certificate.Hash, certificate.At, certificate.Json);
    }
}

/// <summary>Who approved what, as a file that anybody who has it can have confirmed.</summary>
/// <param name="Hash">With it anybody may ask whether the file is genuine.</param>
/// <param name="At">When it was issued.</param>
/// <param name="Json">The file, sign by sign as its hash was taken.</param>
[ObjectType("Certificate")]
public sealed record CertificateFile(string Hash, DateTimeOffset At, string Json);
