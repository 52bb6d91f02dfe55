using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Competitors;
using Planable.Data.Demographics;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Demo;

/// <summary>
/// Twelve months that lie behind the demo clients: three posts a week, what they came to, and what their networks told of every day. It is what reading them would have
/// brought, so that the figures go on tomorrow where these end. Some days are missing and one was restated, as it happens.
/// </summary>
sealed class DemoHistory(PlanableDb db, Current current, TimeProvider clock)
{
    const int Days = 370;

    /// <summary>Days after publishing on which a post's figures are there.</summary>
    static readonly int[] Read = [0, 1, 2, 3, 5, 9, 14, 28, 60, 120, 240];

    static readonly (string Slug, int[] Audiences)[] Clients = [("acme", [8400, 3100]), ("bolt", [2600])];

    static readonly string[] Openings =
    [
        "Fresh from the drum this morning.", "Behind the bar, ten minutes before eight.", "How we choose a grower.", "New on the shelf from Thursday.", "What 400 metres of altitude do to a cup.",
        "A question we hear every week.", "The window is dressed for the season.", "Sunday is roasting day.", "Six seats left for Saturday.", "Ask for the small cup.", "Paul fixed it again.", "One origin, three brews.",
    ];

    static readonly string[] Endings =
    [
        "Plum, cocoa, a little smoke.", "Come by and taste it.", "The whole story: https://acme.example/stories", "Bring a friend.", "No sugar needed.", "Tell us below what you would change.", "Open until nine.", "First come, first served.",
    ];

    /// <summary>Minutes of the local day at which posts went out.</summary>
    static readonly int[] Hours = [8 * 60, 9 * 60, 12 * 60 + 30, 17 * 60, 18 * 60, 19 * 60 + 30];

    readonly Random random = new(20251122);

    /// <summary>Each client in a unit of work of its own.</summary>
    public static async Task Ensure(IServiceScopeFactory scopes)
    {
        foreach (var (slug, audiences) in Clients)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoHistory>().Fill(slug, audiences);
        }
    }

    async Task Fill(string slug, IReadOnlyList<int> audiences)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == slug);
        db.Enter(workspace.Id, Via.Job);
        if (await db.ChannelFigures.AnyAsync())
            return;
        var writers = await db.Members.Include(m => m.Person).Where(m => m.Role == Role.Publisher || m.Role == Role.Admin).OrderBy(m => m.JoinedAt).ToListAsync();
        current.Enter(writers[0], workspace);
        var channels = await db.Channels.OrderBy(c => c.Name).ToListAsync();
        var labels = await db.Labels.OrderBy(l => l.Name).ToListAsync();
        var campaign = await db.Campaigns.FirstOrDefaultAsync();
        var pictures = await db.Media.OrderBy(m => m.FileName).ToListAsync();
        foreach (var account in await db.PracticeAccounts.Where(a => channels.Select(c => c.RemoteId).Contains(a.Account)).ToListAsync())
            account.FollowedBy(audiences[channels.FindIndex(c => c.RemoteId == account.Account)]);

        var today = Zones.ToLocal(clock.GetUtcNow(), workspace.Zone).Date;
        for (var day = today.AddDays(-Days); day < today.AddDays(-1); day = day.AddDays(1))
        {
            // Three a week or so; after a good day somebody is busy with something else.
            if (random.Next(100) < (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 22 : 50))
                Add(day, workspace, writers[random.Next(10) < 7 ? 0 : random.Next(writers.Count)], channels, labels, campaign, pictures);
        }

        await db.SaveChangesAsync();
        var published = await db.Deliveries.Where(d => d.State == DeliveryState.Published).Select(d => new { Delivery = d, Picture = d.Post.Media.Any() }).ToListAsync();
        if (slug == "acme")
            AddCompetitors(writers[0], DateOnly.FromDateTime(today), workspace);
        await FillFigures(workspace, channels, audiences, published.ConvertAll(p => (p.Delivery, p.Picture)), DateOnly.FromDateTime(today));
    }

    void Add(DateTime day, Workspace workspace, Member author, List<Channel> channels, List<Label> labels, Campaign? campaign, List<MediaAsset> pictures)
    {
        var local = day.AddMinutes(Hours[random.Next(Hours.Length)]);
        var time = new PlannedTime(local, workspace.Zone, false, Zones.ToInstantLeniently(local, workspace.Zone));
        var written = time.Instant.AddDays(-2);
        var text = $"{Openings[random.Next(Openings.Length)]} {Endings[random.Next(Endings.Length)]}";
        var picture = pictures.Count > 0 && random.Next(10) < 6 ? pictures[random.Next(pictures.Count)] : null;
        var post = Post.Draft(author, workspace, written);
        var targets = channels.Where((_, n) => n == 0 || random.Next(2) == 0).Select(c => new PostEdit.Target(c, null, null)).ToList();
        post.Edit(new PostEdit(text, null, targets, picture is null ? [] : [new PostEdit.Picture(picture, picture.Alt)]), author, written);
        db.Posts.Add(post);
        post.Relabel([.. labels.Where(_ => random.Next(5) == 0)], author, written);
        if (campaign is not null && (clock.GetUtcNow() - time.Instant).TotalDays < 30 && random.Next(2) == 0)
            post.Join(campaign, author, written);
        post.Cut(author, written);
        post.Schedule(time, author, written);
        // Ties the deliveries to their post, as if they had been read.
        db.ChangeTracker.DetectChanges();
        foreach (var delivery in post.Deliveries)
        {
            var account = channels.Single(c => c.Id == delivery.ChannelId).RemoteId;
            delivery.Arm(new Dictionary<string, string>(StringComparer.Ordinal), time.Instant.AddSeconds(1), TimeSpan.FromMinutes(2));
            var shown = new PracticePost(account, delivery.Id.ToString("N"), text, null, picture is null ? [] : [new(picture.Sha256, picture.ContentType, picture.Width, picture.Height, picture.Alt)], time.Instant.AddSeconds(2));
            db.PracticePosts.Add(shown);
            delivery.Publish(shown.Id.ToString(), $"/practice/{account}?post={shown.Id}#p-{shown.Id}", time.Instant.AddSeconds(2));
            delivery.Check?.GiveUp("It went out before the demo began.", time.Instant.AddMinutes(1));
        }

        db.Entry(post).Property(p => p.State).CurrentValue = Post.Sum([.. post.Deliveries.Select(d => d.State)]);
    }

    async Task FillFigures(Workspace workspace, List<Channel> channels, IReadOnlyList<int> audiences, List<(Delivery Delivery, bool HasPicture)> published, DateOnly today)
    {
        var now = clock.GetUtcNow();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var n = 0; n < channels.Count; n++)
        {
            var (channel, crowd) = (channels[n], new PracticeCrowd(channels[n].RemoteId, audiences[n]));
            var mine = published.FindAll(p => p.Delivery.ChannelId == channel.Id);
            var gains = new Dictionary<(DateOnly, string), long>();
            // The second channel's sign-in had lapsed for three days.
            bool Missing(DateOnly day) => n == 1 && day.DayNumber - today.DayNumber is <= -17 and >= -19;
            foreach (var (delivery, hasPicture) in mine)
                AddPost(delivery, hasPicture, crowd, workspace, today, now, gains, Missing);
            await Save();
            AddDays(channel, crowd, mine, workspace, today, now, gains, Missing, restated: n == 0);
            db.ChannelSyncs.Add(Synced(channel, crowd, now));
            db.Demographics.AddRange(crowd.Groups(now).Select(told => new Demographic(channel.Id, told, now)));
            db.ChannelAudiences.Add(Heard(channel, now));
            await Save();
        }
    }

    void AddPost(Delivery delivery, bool hasPicture, PracticeCrowd crowd, Workspace workspace, DateOnly today, DateTimeOffset now, Dictionary<(DateOnly, string), long> gains, Func<DateOnly, bool> missing)
    {
        var (key, at) = (delivery.Id.ToString("N"), delivery.PublishedAt!.Value);
        var first = DateOnly.FromDateTime(Zones.ToLocal(at, workspace.Zone));
        IReadOnlyDictionary<string, long>? before = null;
        foreach (var day in Read.Select(r => first.AddDays(r)).Where(d => d <= today && !missing(d)))
        {
            var read = Zones.ToInstantLeniently(day.ToDateTime(new TimeOnly(23, 40)), workspace.Zone);
            var told = crowd.Post(key, at, hasPicture, read < now ? read : now);
            foreach (var (metric, total) in told)
            {
                var gain = total - (before?[metric] ?? 0);
                db.PostFigures.Add(new PostFigure(delivery.Id, delivery.ChannelId, day, metric, total, gain, read < now ? read : now));
                gains[(day, metric)] = gains.GetValueOrDefault((day, metric)) + gain;
            }

            before = told;
        }

        delivery.Learn(crowd.Post(key, at, hasPicture, now), now);
        db.Entry(delivery).State = EntityState.Modified;
    }

    void AddDays(
        Channel channel, PracticeCrowd crowd, List<(Delivery Delivery, bool HasPicture)> posts, Workspace workspace, DateOnly today, DateTimeOffset now, Dictionary<(DateOnly, string), long> gains,
        Func<DateOnly, bool> missing, bool restated)
    {
        var shown = posts.ConvertAll(p => (Key: p.Delivery.Id.ToString("N"), Out: p.Delivery.PublishedAt!.Value, p.HasPicture));
        foreach (var day in Enumerable.Range(1, Days).Select(back => today.AddDays(-back)).Where(d => !missing(d)))
        {
            var read = Zones.ToInstantLeniently(day.AddDays(1).ToDateTime(new TimeOnly(6, 10)), workspace.Zone);
            if (read > now)
                read = now;
            var from = new DateTimeOffset(day.AddDays(-60), TimeOnly.MinValue, TimeSpan.Zero);
            foreach (var (metric, value) in crowd.Day(day, shown.Where(p => p.Out >= from)))
            {
                var isRestated = restated && metric == MetricName.Reach && day == today.AddDays(-8);
                var figure = new ChannelFigure(channel.Id, day, metric, ReadingSource.Account, isRestated ? value * 108 / 100 : value, read);
                if (isRestated)
                    figure.Restate(value, read.AddDays(2));
                db.ChannelFigures.Add(figure);
            }

            db.ChannelFigures.Add(new ChannelFigure(channel.Id, day, MetricName.Followers, ReadingSource.Account, crowd.Followers(read), read));
            foreach (var metric in (string[])[MetricName.Likes, MetricName.Comments, MetricName.Saves, MetricName.Clicks])
                db.ChannelFigures.Add(new ChannelFigure(channel.Id, day, metric, ReadingSource.Post, gains.GetValueOrDefault((day, metric)), read));
        }
    }

    /// <summary>Two shops next door, and one that closed its profile.</summary>
    void AddCompetitors(Member by, DateOnly today, Workspace workspace)
    {
        const int days = 120;
        var now = clock.GetUtcNow();
        foreach (var (handle, name, audience, perWeek, goneFor) in ((string, string, int, int, int)[])[("kiez-roesterei", "Kiez-Rösterei", 5200, 4, 0), ("harbour-coffee", "Harbour Coffee", 11800, 6, 0), ("bean-there", "Bean There", 2100, 2, 12)])
        {
            var competitor = new Competitor(by, "practice", handle, now.AddDays(-days));
            var crowd = new PracticeCrowd(handle, audience);
            if (goneFor == 0)
                db.PracticeAccounts.Add(new PracticeAccount(handle, name).FollowedBy(audience));
            foreach (var day in Enumerable.Range(goneFor, days - goneFor).Select(back => today.AddDays(-back)))
            {
                var read = Zones.ToInstantLeniently(day.ToDateTime(new TimeOnly(5, 20)), workspace.Zone);
                db.CompetitorFigures.Add(new CompetitorFigure(competitor.Id, day, crowd.Followers(read), 300 + ((days - today.DayNumber + day.DayNumber) * perWeek / 7), read < now ? read : now));
            }

            competitor.Learn(name, $"/practice/{handle}", now.AddDays(-goneFor).AddHours(-2));
            if (goneFor > 0)
                competitor.Lose("The practice network has no such account.", now.AddDays(-goneFor + 1).AddHours(-2));
            db.Competitors.Add(competitor);
        }
    }

    static ChannelAudience Heard(Channel channel, DateTimeOffset now)
    {
        var audience = new ChannelAudience(channel);
        audience.Queue(now);
        audience.Finish(now);
        return audience;
    }

    static ChannelSync Synced(Channel channel, PracticeCrowd crowd, DateTimeOffset now)
    {
        var sync = new ChannelSync(channel);
        sync.Queue(null, now);
        sync.Begin(now);
        sync.Learn(new Dictionary<string, long>(StringComparer.Ordinal) { [MetricName.Followers] = crowd.Followers(now) }, now);
        sync.Finish(now);
        return sync;
    }

    /// <summary>Some at a time, and forgotten again: tens of thousands of rows are nothing to track.</summary>
    async Task Save()
    {
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync();
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is PostFigure or ChannelFigure).ToList())
            entry.State = EntityState.Detached;
    }
}
