using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>Acme with approvals, and posts under way, for tests through the app.</summary>
static class ApprovedPosts
{
    /// <summary>Ivo for the team, then Clara for the client; nothing goes out without them.</summary>
    public static Task RequireApproval(this TestApp app, Func<ApprovalRules, ApprovalRules>? settle = null) => app.In("acme", async db =>
    {
        var olga = await TestApp.Member(db, "olga");
        var flow = new ApprovalFlow(Guid.NewGuid(), "Team, then client", [House.Level("Team", House.Any(Role.Reviewer)), House.Level("Client", House.Any(Role.ClientApprover))]);
        var rules = new ApprovalRules { IsOn = true, IsRequired = true, Flows = [flow], DefaultFlowId = flow.Id };
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        workspace.SettleApprovals(settle is null ? rules : settle(rules), olga, app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });

    /// <summary>Written by Wanda, planned in <paramref name="days"/>; sent and approved by the named as far as they go.</summary>
    public static Task<Guid> Write(this TestApp app, string text, double? days = 3, bool sent = true, params string[] approvedBy) => app.In("acme", async db =>
    {
        var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var channel = await db.Channels.OrderBy(c => c.Name).FirstAsync(c => c.Network == "practice");
        var post = Post.Draft(wanda, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(channel, null, null)], []), wanda, now);
        if (days is { } ahead)
            post.Plan(PlannedTime.Read(Zones.ToLocal(now.AddDays(ahead), workspace.Zone), workspace.Zone, second: false), wanda, now);
        if (sent)
            post.RequestApproval(null, wanda, await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(), now);
        foreach (var name in approvedBy)
            post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), null, await TestApp.Member(db, name), now);
        await db.SaveChangesAsync();
        return post.Id;
    });

    public static Task<Post> Read(this TestApp app, Guid id) => app.In("acme", db => db.Posts.Whole().Include(p => p.Decisions).SingleAsync(p => p.Id == id));

    /// <summary>What the page of a post would send.</summary>
    public static async Task<(string Name, string? Value)[]> Decision(this TestApp app, Guid id, string what, string? reason = null, string? text = null)
    {
        var post = await app.Read(id);
        return [("Level", post.Approval!.Current?.Id.ToString()), ("Hash", post.Content().Hash()), ("Version", post.LatestVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Do", what), ("Reason", reason), ("Text", text)];
    }

    public static Task<string> Words(this TestApp app, Guid id, string name, string kind) => app.In("acme", async db =>
        string.Join('\n', await db.Notices.Where(n => n.PostId == id && n.Kind == kind && db.Members.Any(m => m.Id == n.MemberId && m.Person.Email!.StartsWith(name))).Select(n => n.Words).ToListAsync()));
}
