using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Ideas;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.Demo;

/// <summary>
/// A few weeks of work around today, so that whoever looks for the first time sees a house that is lived in: what went out and where, one that failed,
/// what is planned, drafts without a date.
/// </summary>
sealed class DemoPosts(PlanableDb db, Current current, Uploads uploads, TimeProvider clock)
{
    static readonly Dictionary<string, string> Alts = new(StringComparer.Ordinal)
    {
        ["bowls"] = "A stack of five bowls, and a small cup beside it",
        ["branch"] = "A dark vase with a twig of red berries",
        ["coffee"] = "A cup of coffee on a green saucer",
        ["cover"] = "Three vases in the morning light",
        ["cups"] = "Nine cups in nine colours, seen from above",
        ["plates"] = "Two plates, a bowl and a yellow vase on green",
    };

    static readonly DemoPost[] Acme =
    [
        new(-17, 9, "Last cold brew of the year. From Monday the bar pours hot only.", "coffee"),
        new(-15, 15, "How we price a bag: what the grower gets, what the ship costs, what is left for us. The whole sum is on our site.\n\nhttps://acme.example/stories/price", null),
        new(-12, 9, "Maple is on the menu. Small cup, no sugar needed.\n\n#acmecoffee #autumn", "bowls"),
        new(-10, 12, "Meet Paul, who has fixed every machine in this house at least twice.", null, AllChannels: true),
        new(-8, 9, "New week, new cups: a small run in nine colours, on the shelf from Thursday.\n\n#acmecoffee #cups", "cups", AllChannels: true),
        new(-6, 17, "Filter or flat white? Tell us below, we settle it on Friday.", null),
        new(-4, 9, "Forty kilos, one Sunday, four cups of testing. The autumn roast is nearly ready.", "coffee", AllChannels: true),
        new(-2, 9, "Cupping class on Saturday: six seats left. https://acme.example/cupping", null),
        new(-1, 17, "Latte art in twenty seconds, by Mina at the bar.\n\n#latteart", "bowls", AllChannels: true, Fails: true),
        new(0, 8, "Morning from the roastery. The drum is warm, the door is open.", null),
        new(0, 19, "Open late tonight: the bar pours until nine.", null, AllChannels: true),
        new(1, 9, "The autumn roast is here. Plum, cocoa, a little smoke. We roasted the first forty kilos on Sunday and could not wait to tell you.\n\n#acmecoffee #autumnroast", "coffee", AllChannels: true),
        new(2, 12, "Three cups, three altitudes. Come by and taste what 400 metres do.", "cups"),
        new(3, 9, "Friday pour: Gichathaini, as filter. The window is dressed for it.", "cover", AllChannels: true),
        new(5, 9, "Grower letter from Huila: what the rain did this year. https://acme.example/letters/huila", null),
        new(6, 14, "Price of a fair cup, second part. Bring questions.", null, Draft: true),
        new(8, 9, "A blend has a memory. Ours remembers last autumn.", "branch", AllChannels: true),
        new(9, 12, "Five autumn cups, five plates. The table is set.", "plates"),
        new(11, 9, "Holiday opening hours, all in one place.", null, Draft: true),
        new(12, 10, "Paid partnership with Oatwell: the cheapest flat white in town, for one week only.", null, Draft: true),
        new(13, 18, "Inside the drum: sixty seconds of steam and sound.", null, Draft: true),
        new(-7, 8, "Letter from the roastery, November\n\nDear friends, the autumn roast is in the drum. This month: how the rain in Huila changed the harvest, three cups to try at home, and the dates of the winter cuppings.\n\nSee you at the bar.", "cover", Kind: "newsletter", LiveAt: "https://acme.example/letters/november"),
        new(4, 8, "Why we roast on Sundays\n\nThe street is quiet, the power is green, and nobody waits for a cappuccino. A look behind the door that is closed on the other six days.", "branch", Kind: "blog"),
        new(7, 8, "Letter from the roastery, December\n\nGifts that fit into a letterbox, opening hours, and the last cupping of the year.", null, Draft: true, Kind: "newsletter"),
        new(null, 0, "Shoot for the Christmas club\n\nSix plates, two cups, daylight only. Needed by the second week of December.", null, Kind: "brief"),
        new(null, 0, "Christmas club, first look", "plates"),
        new(null, 0, "Why light roasts? A thread for those who asked.", null),
        new(null, 0, "Ten years of Acme", null),
    ];

    static readonly DemoPost[] Bolt =
    [
        new(-9, 10, "Frame number 4,000 left the shop today. It goes to Duluth.", null),
        new(-5, 10, "Winter check: chain, brakes, lights. Twenty minutes, no appointment.", null),
        new(-1, 12, "Group ride on Sunday, forty miles, coffee in the middle.", null),
        new(1, 10, "The commuter is back in green.", null),
        new(4, 10, "How we true a wheel, and why by hand.", null),
        new(7, 12, "Gift cards that fit under any tree.", null, Draft: true),
        new(null, 0, "Behind the paint booth", null),
    ];

    static readonly Dictionary<string, DemoPost[]> Clients = new(StringComparer.Ordinal) { ["acme"] = Acme, ["bolt"] = Bolt };

    /// <summary>Token of Acme's review link.</summary>
    public const string ReviewDemo = "demo";

    /// <summary>Each client in a unit of work of its own.</summary>
    public static async Task Ensure(IServiceScopeFactory scopes)
    {
        foreach (var (slug, posts) in Clients)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoPosts>().Fill(slug, posts);
        }
    }

    async Task Fill(string slug, IReadOnlyList<DemoPost> posts)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == slug);
        db.Enter(workspace.Id, Via.Job);
        if (await db.Posts.AnyAsync())
            return;
        var author = await db.Members.Include(m => m.Person).OrderBy(m => m.Role == Role.Publisher ? 0 : 1).ThenBy(m => m.JoinedAt).FirstAsync();
        current.Enter(author, workspace);
        var channels = await db.Channels.OrderBy(c => c.Name).ToListAsync();
        var pictures = new Dictionary<string, MediaAsset>(StringComparer.Ordinal);
        foreach (var name in posts.Select(p => p.Picture).OfType<string>().Distinct())
            pictures.Add(name, await Picture(name));
        foreach (var post in posts)
            Add(post, workspace, author, channels, post.Picture is { } picture ? pictures[picture] : null);
        if (slug == "acme")
        {
            await AddIdeas(pictures);
            await AddApprovals(workspace);
            AddReviewLink(author);
            await DemoConversations.Add(db, clock.GetUtcNow());
        }

        await db.SaveChangesAsync();
    }

    async Task AddIdeas(IReadOnlyDictionary<string, MediaAsset> pictures)
    {
        var now = clock.GetUtcNow();
        var team = await db.Members.Include(m => m.Person).Where(m => m.Role != Role.ClientApprover && m.Role != Role.ClientViewer).ToListAsync();
        var (wanda, pia) = (team.First(m => m.Role == Role.Writer), team.First(m => m.Role == Role.Publisher));
        var page = Idea.Capture(new IdeaThought("A roastery in Oslo lets regulars name the January blend. Could be our Christmas club.", "https://coffeepaper.example/oslo-name-the-blend", []), IdeaSender.Of(wanda, IdeaWay.Share), now.AddDays(-6));
        page.CaptureAgain(new IdeaThought("Clara liked this one.", "https://www.coffeepaper.example/oslo-name-the-blend?utm_source=letter", []), IdeaSender.Of(pia, IdeaWay.Share), now.AddDays(-2));
        db.Ideas.AddRange(
            page,
            Idea.Capture(new IdeaThought("Cups on the sill\n\nMorning light before eight, the red berries beside them. For the winter series.", null, [pictures["cups"], pictures["branch"]]), IdeaSender.Of(pia, IdeaWay.Form), now.AddDays(-4)),
            Idea.Capture(new IdeaThought("Ask Paul which machine he would save from a fire", null, []), IdeaSender.Of(wanda, IdeaWay.Form), now.AddDays(-1)),
            Idea.Capture(new IdeaThought("Photos from the harvest\n\nHello, here is the picture from Huila I promised. Use it as you like, with our name.", null, [pictures["cover"]]), new IdeaSender(IdeaWay.Mail, null, "Lucía Rojas", "lucia@finca.example"), now.AddHours(-20)));
    }

    /// <summary>Acme's posts can be sent round: first to the team, then to the client. Some are on their way.</summary>
    async Task AddApprovals(Workspace workspace)
    {
        var now = clock.GetUtcNow();
        var everyone = await db.Members.Include(m => m.Person).ToListAsync();
        var (ivo, clara) = (everyone.First(m => m.Role == Role.Reviewer), everyone.First(m => m.Role == Role.ClientApprover));
        var rules = workspace.Approvals.As(ApprovalMode.MultiLevel) with { IsRequired = false };
        workspace.SettleApprovals(rules with { Flows = [.. rules.Flows.Select(f => f with { Levels = [.. f.Levels.Select(l => l with { DueHours = 48 })] })] }, everyone.First(m => m.Role == Role.Owner), now);

        Send("Price of a fair cup, second part.", 5);
        Approve(Send("Holiday opening hours", 26), ivo, 20);
        var changes = Send("Inside the drum", 30);
        Approve(changes, ivo, 28);
        changes.RequestChanges(changes.Approval!.Current!.Id, changes.Content().Hash(), ChangeReason.Wording, "We say bar, never café. And sixty seconds is long: thirty would do.", clara, now.AddHours(-3));
        var undated = Send("Christmas club, first look", 50);
        Approve(undated, ivo, 47);
        Approve(undated, clara, 44);
        var scheduled = Send("A blend has a memory.", 52);
        Approve(scheduled, ivo, 49);
        Approve(scheduled, clara, 46);

        Post Send(string text, int hours)
        {
            var post = db.Posts.Local.First(p => p.Text.StartsWith(text, StringComparison.Ordinal));
            post.RequestApproval(null, current.Member, everyone, now.AddHours(-hours));
            return post;
        }

        void Approve(Post post, Member by, int hours) => post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, by, now.AddHours(-hours));
    }

    /// <summary>At an address everybody can guess: a demo without it would begin with copying one.</summary>
    void AddReviewLink(Member by)
    {
        var today = DateOnly.FromDateTime(Zones.ToLocal(clock.GetUtcNow(), by.Workspace.Zone));
        var terms = new ReviewTerms("What is next", ReviewScope.All with { From = today }, ReviewReach.Decide, IdentityStrength.Name, Watermark: false, ExpiresAt: null, Password: null);
        var (link, _) = ReviewLink.Make(terms, null, ReviewShare.Live, [], by, clock.GetUtcNow());
        db.ReviewLinks.Add(link.At(ReviewDemo));
    }

    async Task<MediaAsset> Picture(string name)
    {
        await using var bytes = typeof(DemoPosts).Assembly.GetManifestResourceStream($"Demo.{name}.jpg")!;
        return (await uploads.Take(bytes, $"{name}.jpg", CancellationToken.None)).Asset;
    }

    void Add(DemoPost demo, Workspace workspace, Member author, IReadOnlyList<Channel> channels, MediaAsset? picture)
    {
        var now = clock.GetUtcNow();
        var time = demo.Days is { } days ? PlannedTimeIn(workspace, days, demo.Hour, now) : null;
        var written = time is null || time.Instant > now ? now.AddDays(-3) : time.Instant.AddDays(-2);
        var post = Post.Draft(author, workspace, written, kind: demo.Kind);
        post.Edit(
            new PostEdit(demo.Text, null, [.. channels.Take(demo.Kind is not null ? 0 : demo.AllChannels ? channels.Count : 1).Select(c => new PostEdit.Target(c, null, null))], picture is null ? [] : [new PostEdit.Picture(picture, Alts[demo.Picture!])]),
            author, written);
        db.Posts.Add(post);
        if (time is null)
            return;
        if (demo.Draft)
        {
            post.Plan(time, author, written);
            return;
        }

        post.Cut(author, written);
        post.Schedule(time, author, written);
        if (demo.LiveAt is { } address)
            post.MarkLive(address, null, author, time.Instant);
        else if (time.Instant <= now)
            Publish(post, demo, channels, picture, time.Instant);
    }

    void Publish(Post post, DemoPost demo, IReadOnlyList<Channel> channels, MediaAsset? picture, DateTimeOffset at)
    {
        // Ties the deliveries to their post, as if they had been read.
        db.ChangeTracker.DetectChanges();
        foreach (var delivery in post.Deliveries)
        {
            var account = channels.Single(c => c.Id == delivery.ChannelId).Handle;
            delivery.Arm(new Dictionary<string, string>(StringComparer.Ordinal), at.AddSeconds(1), TimeSpan.FromMinutes(2));
            if (demo.Fails && account == channels[^1].Handle)
            {
                delivery.Fail(new Failure(FailureClass.Permanent, "422", "The practice network refuses this text."), at.AddSeconds(2));
                continue;
            }

            var shown = new PracticePost(account, delivery.Id.ToString("N"), demo.Text, null, picture is null ? [] : [new(picture.Sha256, picture.ContentType, picture.Width, picture.Height, Alts[demo.Picture!])], at.AddSeconds(2));
            db.PracticePosts.Add(shown);
            delivery.Publish(shown.Id.ToString(), $"/practice/{account}?post={shown.Id}#p-{shown.Id}", at.AddSeconds(2));
        }

        db.Entry(post).Property(p => p.State).CurrentValue = Post.Sum([.. post.Deliveries.Select(d => d.State)]);
    }

    static PlannedTime PlannedTimeIn(Workspace workspace, int days, int hour, DateTimeOffset now)
    {
        var local = Zones.ToLocal(now, workspace.Zone).Date.AddDays(days).AddHours(hour);
        return new PlannedTime(local, workspace.Zone, false, Zones.ToInstantLeniently(local, workspace.Zone));
    }

    /// <param name="Days">From today; null has no date.</param>
    /// <param name="Fails">On the last channel.</param>
    /// <param name="Kind">Null goes to channels.</param>
    sealed record DemoPost(int? Days, int Hour, string Text, string? Picture, bool AllChannels = false, bool Draft = false, bool Fails = false, string? Kind = null, string? LiveAt = null);
}
