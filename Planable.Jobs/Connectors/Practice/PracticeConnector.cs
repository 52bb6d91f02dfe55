using System.Globalization;
using Planable.Data.Demographics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Readings;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Practice;

/// <summary>
/// The practice network: a simulated outside world in our own database, read and written past the unit of work of whoever calls, as a real
/// network would be. It answers as its account was scripted to.
/// </summary>
public sealed class PracticeConnector(IServiceScopeFactory scopes, TimeProvider clock) : IConnector, IEditPosts, IReadPosts, IListPosts, IReadMetrics, IReadDemographics, IReadProfiles, IRevoke
{
    const int PageSize = 20;

    public string Network => "practice";

    public Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel) => Task.FromResult(Prepared.Nothing);

    public Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel) =>
        Take(post.Account, at => new PracticePost(post.Account.RemoteId, post.Key.ToString("N"), post.Text, post.Link, [.. post.Media.Select(Copy)], at)
            .With(post.Settings.GetValueOrDefault("title"), post.Poll?.Options), cancel);

    public Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        Take(comment.Account, at => new PracticePost(comment.Account.RemoteId, comment.Key.ToString("N"), comment.Text, null, [], at, Guid.Parse(comment.Post[^1])), cancel);

    public Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel) => Look(post.Account, post.Key, cancel);

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Look(comment.Account, comment.Key, cancel);

    public bool ChangesTitle => true;

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel)
    {
        var id = Guid.Parse(remoteId);
        await Answer(post.Account, async db =>
        {
            var there = await db.PracticePosts.SingleOrDefaultAsync(p => p.Id == id, cancel) ?? throw new ConnectorFailure(FailureClass.Permanent, "404", "The practice network does not have this post any more.");
            there.Reword(post.Text, post.Title);
        }, cancel);
    }

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var audience = await MustAnswer(db, account, cancel);
        if (!Guid.TryParse(remoteId, out var id))
            return Figures.Told();
        var told = await db.PracticePosts.AsNoTracking().Where(p => p.Id == id).Select(p => new { Post = p, Comments = db.PracticePosts.Count(c => c.ParentId == p.Id) }).SingleOrDefaultAsync(cancel);
        if (told is null)
            return Figures.Told();
        if (audience == 0)
            return Figures.Told((MetricName.Likes, told.Post.Likes), (MetricName.Comments, told.Comments));
        var crowd = new PracticeCrowd(account.RemoteId, audience).Post(told.Post.Key, told.Post.At, told.Post.Pictures.Count > 0, clock.GetUtcNow());
        return crowd.ToDictionary(f => f.Key, f => f.Value + f.Key switch { MetricName.Likes => told.Post.Likes, MetricName.Comments => told.Comments, _ => 0 }, StringComparer.Ordinal);
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var audience = await MustAnswer(db, account, cancel);
        var posts = db.PracticePosts.AsNoTracking().Where(p => p.Account == account.RemoteId && p.ParentId == null);
        var count = await posts.CountAsync(cancel);
        if (audience == 0)
            return Figures.Told((MetricName.Posts, count));
        // What is older moves nothing any more.
        var (from, to) = (new DateTimeOffset(day.AddDays(-60), TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        var recent = await posts.Where(p => p.At >= from && p.At < to).Select(p => new { p.Key, p.At, p.Pictures }).ToListAsync(cancel);
        var crowd = new PracticeCrowd(account.RemoteId, audience);
        return new Dictionary<string, long>(crowd.Day(day, recent.Select(p => (p.Key, p.At, p.Pictures.Count > 0))), StringComparer.Ordinal) { [MetricName.Followers] = crowd.Followers(clock.GetUtcNow()), [MetricName.Posts] = count };
    }

    public async Task<IReadOnlyList<ToldDemographics>> Demographics(ChannelAccount account, DateOnly until, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var audience = await MustAnswer(scope.ServiceProvider.GetRequiredService<PlanableDb>(), account, cancel);
        return audience == 0 ? [] : new PracticeCrowd(account.RemoteId, audience).Groups(clock.GetUtcNow());
    }

    public async Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        await MustAnswer(db, account, cancel);
        var found = await db.PracticeAccounts.AsNoTracking().Where(a => a.Account == handle).Select(a => new { a.Name, a.Audience, Posts = db.PracticePosts.Count(p => p.Account == handle && p.ParentId == null) }).SingleOrDefaultAsync(cancel)
            ?? throw new ConnectorFailure(FailureClass.Permanent, "404", "The practice network has no such account.");
        return new PublicProfile(found.Name, $"/practice/{Uri.EscapeDataString(handle)}", new PracticeCrowd(handle, found.Audience).Followers(clock.GetUtcNow()), found.Posts);
    }

    /// <summary>Answers that were scripted one by one are meant for posts; only what it always answers holds for figures too.</summary>
    /// <returns>How many people follow the account.</returns>
    static async Task<int> MustAnswer(PlanableDb db, ChannelAccount at, CancellationToken cancel)
    {
        var found = await db.PracticeAccounts.Where(a => a.Account == at.RemoteId).Select(a => new { a.Otherwise, a.Audience }).SingleOrDefaultAsync(cancel)
            ?? throw new ConnectorFailure(FailureClass.ReauthRequired, "404", "The practice account is gone.");
        if (found.Otherwise is PracticeAnswer.Unauthorized or PracticeAnswer.RateLimited or PracticeAnswer.ServerError)
            throw Refusal(found.Otherwise);
        return found.Audience;
    }

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        if (await db.PracticeAccounts.AnyAsync(a => a.Account == account.RemoteId && a.IsBlind, cancel))
            throw new ConnectorFailure(FailureClass.Permanent, "blind", "The practice network shows nothing to go by.");
        return Guid.TryParse(remoteId, out var id) && await db.PracticePosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is { } post ? Live(post) : null;
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        await MustAnswer(db, account, cancel);
        var from = int.TryParse(after, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var posts = await db.PracticePosts.AsNoTracking().Where(p => p.Account == account.RemoteId).OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Skip(from).Take(PageSize + 1).ToListAsync(cancel);
        return new PostPage([.. posts.Take(PageSize).Select(Live)], posts.Count > PageSize ? (from + PageSize).ToString(CultureInfo.InvariantCulture) : null);
    }

    static LivePost Live(PracticePost post) => new(post.Id.ToString(), post.Text)
    {
        Title = post.Title,
        Permalink = ReceiptFor(post).Permalink,
        At = post.At,
        IsAnswer = post.ParentId is not null,
        Files = [.. post.Pictures.Select(p => new LiveFile(p.ContentType.StartsWith("video/", StringComparison.Ordinal), p.Alt))],
        Figures = Figures.Told((MetricName.Likes, post.Likes)),
    };

    async Task<Receipt> Take(ChannelAccount at, Func<DateTimeOffset, PracticePost> publish, CancellationToken cancel)
    {
        PracticePost? published = null;
        await Answer(at, db =>
        {
            db.PracticePosts.Add(published = publish(clock.GetUtcNow()));
            return Task.CompletedTask;
        }, cancel);
        return ReceiptFor(published!);
    }

    /// <summary>Does what was asked, or not, and answers as the account was told to.</summary>
    async Task Answer(ChannelAccount at, Func<PlanableDb, Task> act, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var account = await db.PracticeAccounts.SingleOrDefaultAsync(a => a.Account == at.RemoteId, cancel)
            ?? throw new ConnectorFailure(FailureClass.ReauthRequired, "404", "The practice account is gone.");
        var answer = account.TakeAnswer();
        if (answer == PracticeAnswer.Slow)
            await Task.Delay(TimeSpan.FromSeconds(5), clock, cancel);
        if (answer is PracticeAnswer.Ok or PracticeAnswer.Slow or PracticeAnswer.AcceptedThenCut or PracticeAnswer.LoseEverything)
            await act(db);
        await db.SaveChangesAsync(cancel);
        if (answer is not (PracticeAnswer.Ok or PracticeAnswer.Slow))
            throw Refusal(answer);
    }

    static ConnectorFailure Refusal(PracticeAnswer answer) => answer switch
    {
        PracticeAnswer.Unauthorized => new ConnectorFailure(FailureClass.ReauthRequired, "401", "The practice network no longer accepts the sign-in."),
        PracticeAnswer.RateLimited => new ConnectorFailure(FailureClass.RateLimited, "429", "The practice network asks to slow down.", TimeSpan.FromSeconds(10)),
        PracticeAnswer.ServerError => new ConnectorFailure(FailureClass.Transient, "503", "The practice network is overloaded."),
        PracticeAnswer.Refused => new ConnectorFailure(FailureClass.Permanent, "422", "The practice network refuses this text."),
        _ => new ConnectorFailure(FailureClass.UnknownOutcome, "cut", "The line was cut before the practice network answered."),
    };

    async Task<Finding> Look(ChannelAccount at, Guid sent, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        if (await db.PracticeAccounts.AnyAsync(a => a.Account == at.RemoteId && a.IsBlind, cancel))
            return new Finding.CannotTell("The practice network shows nothing to go by.");
        var key = sent.ToString("N");
        return await db.PracticePosts.AsNoTracking().FirstOrDefaultAsync(p => p.Key == key, cancel) is { } found
            ? new Finding.Published(ReceiptFor(found))
            : new Finding.Absent();
    }

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var id = Guid.Parse(remoteId);
        await scope.ServiceProvider.GetRequiredService<PlanableDb>().PracticePosts.Where(p => p.Id == id || p.ParentId == id).ExecuteDeleteAsync(cancel);
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<PlanableDb>().PracticeAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Account == account.RemoteId, cancel)
            ?? throw new ConnectorFailure(FailureClass.ReauthRequired, "404", "The practice account is gone.");
        if (found.Otherwise == PracticeAnswer.Unauthorized)
            throw new ConnectorFailure(FailureClass.ReauthRequired, "401", "The practice network no longer accepts the sign-in.");
        return new AccountProfile(found.Name, found.Account, null);
    }

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        if (await db.PracticeAccounts.SingleOrDefaultAsync(a => a.Account == account.RemoteId, cancel) is not { } known)
            return;
        known.Script(known.Next, PracticeAnswer.Unauthorized);
        await db.SaveChangesAsync(cancel);
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "The practice network has no renewal; sign in again.");

    static PracticePicture Copy(OutgoingMedia media) => new(media.Sha256, media.ContentType, media.Width, media.Height, media.Alt, media.Cover?.Sha256, media.Subtitles?.Language, media.Subtitles?.Text,
        media.People.Count == 0 ? null : PeopleTags.Write(media.People));

    static Receipt ReceiptFor(PracticePost post) => new(post.Id.ToString(), $"/practice/{post.Account}?post={post.Id}#p-{post.Id}");
}
