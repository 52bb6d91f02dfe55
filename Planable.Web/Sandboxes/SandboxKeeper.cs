using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Jobs.Channels;

namespace Planable.Web.Sandboxes;

/// <param name="UnderWay">Being published right now: they stay.</param>
public sealed record SandboxContents(int Posts, int Published, int UnderWay);

/// <summary>
/// A practice workspace with something in it, for those who write programs: nothing leaves it, and it can be put back to how it began. Its accounts are on the practice network.
/// </summary>
public sealed class SandboxKeeper(IServiceScopeFactory scopes, TimeProvider clock)
{
    const string Name = "Sandbox";
    const int TokenDays = 90;

    static readonly (string Text, int? Days, bool Scheduled)[] Samples =
    [
        ("Hello from the sandbox. This one is scheduled for tomorrow.", 1, true),
        ("The day after, on both accounts: change me, move me, call me back.", 2, true),
        ("Planned, but still a draft. schedulePost would send it on its way.", 3, false),
        ("A draft without a date. movePost gives it one.", null, false),
        ("Ask for approval, comment, label: everything works here, and nothing leaves.", null, false),
    ];

    /// <summary>Opens one for a company, or finds the one its owner opened before.</summary>
    /// <returns>Its part of addresses, and the token, which is told this once; null where there was a sandbox already.</returns>
    public async Task<(string Slug, string? Secret)> Open(Guid companyId, Guid personId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var company = await db.Companies.Include(c => c.Owners).SingleAsync(c => c.Id == companyId, cancel);
        var person = await db.Users.SingleAsync(p => p.Id == personId, cancel);
        if (await db.Members.Everywhere().Where(m => m.PersonId == personId && m.LeftAt == null && m.Workspace.CompanyId == companyId && m.Workspace.IsPractice && m.Workspace.Name == Name).Select(m => m.Workspace.Slug).FirstOrDefaultAsync(cancel) is { } known)
            return (known, null);

        var now = clock.GetUtcNow();
        var zone = await db.Workspaces.Where(w => w.CompanyId == companyId).OrderBy(w => w.CreatedAt).Select(w => w.Zone).FirstOrDefaultAsync(cancel) ?? "Etc/UTC";
        var workspace = company.OpenWorkspace(person, Name, await FreeSlug(db, cancel), zone, 7, now, isPractice: true);
        db.Enter(workspace.Id, Via.Web);
        var owner = workspace.Founder!;
        db.Workspaces.Add(workspace);
        db.Members.Add(owner);
        await db.SaveChangesAsync(cancel);

        var connections = scope.ServiceProvider.GetRequiredService<ChannelConnections>();
        foreach (var account in (string[])["Sandbox one", "Sandbox two"])
        {
            var channel = await connections.Take(owner, workspace, ChannelConnections.Practice, await connections.OpenPractice(account, cancel), null, cancel);
            channel.AddSlots([DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday], new TimeOnly(9, 0), owner, now);
            // The next account's name is looked for among those that are there.
            await db.SaveChangesAsync(cancel);
        }

        db.Labels.AddRange(new Label(owner, "Sample", 0, now), new Label(owner, "Try me", 4, now));
        await Fill(db, workspace, owner, cancel);
        var (token, secret) = AccessToken.Make(Name, [TokenScope.Write], TokenDays, owner, now);
        db.AccessTokens.Add(token);
        await db.SaveChangesAsync(cancel);
        return (workspace.Slug, secret);
    }

    /// <summary>Takes all posts away and begins anew. People, accounts, labels, tokens and webhooks stay.</summary>
    /// <returns>How many posts went.</returns>
    public async Task<int> Reset(PlanableDb db, Workspace workspace, Member by, CancellationToken cancel)
    {
        by.Must(Permission.ManageWorkspace);
        MustBePractice(workspace);
        var now = clock.GetUtcNow();
        var posts = await db.Posts.Include(p => p.Deliveries).Include(p => p.Variants).AsSplitQuery().ToListAsync(cancel);
        var free = posts.FindAll(p => p.State != PostState.Publishing && !p.IsUnderWay);
        foreach (var post in free)
        {
            post.Unlock("The sandbox begins anew.", by, now);
            post.Delete(by, now);
        }

        await Fill(db, workspace, by, cancel);
        await db.SaveChangesAsync(cancel);
        return free.Count;
    }

    public static async Task<SandboxContents> Contents(PlanableDb db, CancellationToken cancel)
    {
        var states = await db.Posts.GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        int Of(PostState state) => states.Where(s => s.Key == state).Sum(s => s.Count);
        return new(states.Sum(s => s.Count), Of(PostState.Published), Of(PostState.Publishing));
    }

    public static void MustBePractice(Workspace workspace)
    {
        if (!workspace.IsPractice)
            throw new RuleBroken("NOT_PRACTICE", "{0} is a real client. Only practice workspaces begin anew.", workspace.Name);
    }

    async Task Fill(PlanableDb db, Workspace workspace, Member author, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var channels = await db.Channels.Where(c => c.Network == ChannelConnections.Practice).OrderBy(c => c.Name).Take(2).ToListAsync(cancel);
        foreach (var (text, days, scheduled) in Samples)
        {
            var post = Post.Draft(author, workspace, now);
            post.Edit(new PostEdit(text, null, [.. channels.Take(days == 2 ? 2 : 1).Select(c => new PostEdit.Target(c, null, null))], []), author, now);
            db.Posts.Add(post);
            if (days is not { } ahead)
                continue;
            var time = PlannedTime.Read(Zones.ToLocal(now.AddDays(ahead), workspace.Zone), workspace.Zone, second: false);
            // Who has no account here yet has nothing to schedule for.
            if (scheduled && channels.Count > 0)
                post.Schedule(time, author, now);
            else
                post.Plan(time, author, now);
        }
    }

    static async Task<string> FreeSlug(PlanableDb db, CancellationToken cancel)
    {
        var slug = Workspace.SlugFor(Name);
        var taken = await db.Workspaces.Where(w => w.Slug.StartsWith(slug)).Select(w => w.Slug).ToListAsync(cancel);
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? slug : $"{slug}-{n}").First(s => !taken.Contains(s));
    }
}
