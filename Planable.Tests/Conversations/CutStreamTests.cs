using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

/// <summary>Whoever was cut off hears what was said meanwhile: all of it, once.</summary>
public class CutStreamTests(TestApp app) : IClassFixture<TestApp>
{
    const int Said = 6;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_that_was_cut_for_a_minute_catches_up_without_a_gap_or_a_double()
    {
        var post = await app.Write("Talked about while the line was cut", sent: false);
        var since = await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.LastSequence).SingleAsync(Cancel));
        using var wanda = await app.As("wanda");
        using var ivo = await app.As("ivo");

        await Say(ivo, post, "Before");
        var before = await Hear(wanda, $"/w/acme/live?since={since}", null, events: 1);
        for (var i = 1; i < Said; i++)
            await Say(i % 2 == 0 ? ivo : wanda, post, $"Meanwhile {i}");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // The address still says where the page began: what it heard last wins.
        var after = await Hear(wanda, $"/w/acme/live?since={since}", before[^1], events: Said - 1);

        var written = await app.In("acme", db => db.Log.Where(e => e.SubjectId == post && e.Verb == "comment.started").OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync(Cancel));
        Assert.Equal(written, before.Concat(after));
    }

    [Fact]
    public async Task A_client_hears_that_a_post_changed_and_not_what_the_team_did_to_it()
    {
        var post = await app.Write("Written again while Clara looks", sent: false);
        var since = await app.In("acme", db => db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.LastSequence).SingleAsync(Cancel));
        using var wanda = await app.As("wanda");
        using var clara = await app.As("clara");
        await Say(wanda, post, "Between us");
        await app.In("acme", async db =>
        {
            var edited = await db.Posts.Whole().SingleAsync(p => p.Id == post, Cancel);
            edited.Edit(new PostEdit("Written again", null, [.. edited.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], []), await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Cancel);
        });

        Assert.Equal([$$"""data: {"id":"{{post}}","verb":"post.changed"}"""], (await Told(clara, $"/w/acme/live?since={since}")).Distinct());
    }

    /// <summary>What is told about posts and comments until all is told.</summary>
    static async Task<List<string>> Told(Visitor who, string path)
    {
        using var response = await who.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        var told = new List<string>();
        while (await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience, Cancel) is { } line && !line.StartsWith(':'))
        {
            if (line is "event: post" or "event: comment")
                told.Add(await reader.ReadLineAsync(Cancel) ?? "");
        }

        return told;
    }

    static async Task Say(Visitor who, Guid post, string text) => (await who.Htmx($"/w/acme/posts/{post}/threads", ("Text", text), ("Audience", "Team"))).Dispose();

    /// <summary>The ids of the comments' events, until there are that many and the next beat has come without another; then the line is cut.</summary>
    static async Task<List<long>> Hear(Visitor who, string path, long? last, int events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (last is { } id)
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        using var response = await who.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        var heard = new List<long>();
        long sequence = 0;
        while (await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience, Cancel) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                sequence = long.Parse(line[4..], CultureInfo.InvariantCulture);
            else if (line == "event: comment")
                heard.Add(sequence);
            else if (heard.Count >= events && line.StartsWith(':'))
                break;
        }

        return heard;
    }
}
