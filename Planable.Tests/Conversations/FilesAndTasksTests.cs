using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Notices;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

public class FilesAndTasksTests(TestApp app) : IClassFixture<TestApp>
{
    const int ThirtyMegabytes = 30 * 1024 * 1024;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pdf_of_30_MB_goes_with_a_comment_shows_its_pages_and_is_saved_as_it_was()
    {
        var post = await app.Write("With a brief", sent: false);
        var bytes = Papers.Pdf(12, mark: new string('x', ThirtyMegabytes / 12));
        using var wanda = await app.As("wanda");
        using (var said = await Send(wanda, Path(post), [("Text", ""), ("Audience", "Client"), ("Id", Guid.NewGuid().ToString())], bytes, "Brief.pdf"))
            Assert.Equal(HttpStatusCode.OK, said.StatusCode);

        using var clara = await app.As("clara");
        var link = (IHtmlAnchorElement)(await clara.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".files a")!;
        Assert.Contains("12 pages, 31.5 MB", link.TextContent, StringComparison.Ordinal);
        using var saved = await clara.Get(link.GetAttribute("href")!);
        Assert.Equal((HttpStatusCode.OK, "application/pdf", "attachment"), (saved.StatusCode, saved.Content.Headers.ContentType!.MediaType, saved.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal("default-src 'none'; sandbox", saved.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(bytes, await saved.Content.ReadAsByteArrayAsync(Cancel));
        using var still = await clara.Get(link.QuerySelector("img")!.GetAttribute("src")!);
        Assert.Equal("image/webp", still.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Files_are_for_those_who_read_the_comment_and_gone_with_it()
    {
        await app.RequireApproval();
        var post = await app.ForClient("Files for some");
        using var wanda = await app.As("wanda");
        foreach (var audience in (string[])["Team", "Client"])
            (await Send(wanda, Path(post), [("Text", $"For {audience}"), ("Audience", audience)], Pixels.Png(40, 30), $"{audience}.png")).Dispose();
        var (review, _) = await app.Share("Files");
        var found = await app.In("acme", db => db.FeedbackThreads.Where(t => t.PostId == post).OrderBy(t => t.StartedAt).Select(t => new { t.Id, Comment = t.Comments.Single() }).ToListAsync(Cancel));
        string File(int thread) => $"{Path(post)}/{found[thread].Id}/comments/{found[thread].Comment.Id}/files/{found[thread].Comment.Files[0].Id}";
        string Shared(int thread) => $"{review}/posts/{post}/comments/{found[thread].Comment.Id}/files/{found[thread].Comment.Files[0].Id}";
        var (team, client) = (found.FindIndex(f => f.Comment.Audience == Audience.Team), found.FindIndex(f => f.Comment.Audience == Audience.Client));

        using var clara = await app.As("clara");
        using var gus = await app.Gus();
        using var oscar = await app.As("oscar");
        Assert.Equal((int[])[200, 200, 404, 200, 404, 200, 404, 200], new List<int>
        {
            await Status(wanda, File(team)), await Status(wanda, File(client)), await Status(clara, File(team)), await Status(clara, File(client)),
            await Status(gus, Shared(team)), await Status(gus, Shared(client)), await Status(oscar, File(client)), await Status(clara, $"{File(client)}/still"),
        });
        // A right thread and somebody else's file do not go together.
        Assert.Equal(404, await Status(clara, File(client).Replace(found[client].Comment.Id.ToString(), found[team].Comment.Id.ToString(), StringComparison.Ordinal)));
        var page = await gus.Page($"{review}/posts/{post}");
        Assert.Equal(["Client.png"], page.QuerySelectorAll("#talk .files .truncate").Select(f => f.TextContent));

        (await wanda.Htmx($"{Path(post)}/{found[client].Id}/hiding")).Dispose();
        Assert.Equal((404, 404), (await Status(clara, File(client)), await Status(gus, Shared(client))));
        (await wanda.Htmx($"{Path(post)}/{found[team].Id}/comments/{found[team].Comment.Id}/removal")).Dispose();
        Assert.Equal(404, await Status(wanda, File(team)));
    }

    [Fact]
    public async Task Programs_are_refused_and_other_files_are_only_ever_saved()
    {
        var post = await app.Write("Odd files", sent: false);
        using var wanda = await app.As("wanda");
        using (var refused = await Send(wanda, Path(post), [("Text", "Run me"), ("Audience", "Team")], [.. "MZ"u8, .. new byte[200]], "invoice.pdf"))
            Assert.Contains("invoice.pdf is a Windows program", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await app.In("acme", db => db.FeedbackThreads.AnyAsync(t => t.PostId == post, Cancel)));
        (await Send(wanda, Path(post), [("Text", "A page"), ("Audience", "Team")], "<html><script>alert(1)</script></html>"u8.ToArray(), "page.html")).Dispose();
        var link = (await wanda.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".files a")!.GetAttribute("href")!;
        using var saved = await wanda.Get(link);
        Assert.Equal(("application/octet-stream", "attachment"), (saved.Content.Headers.ContentType!.MediaType, saved.Content.Headers.ContentDisposition!.DispositionType));
    }

    [Fact]
    public async Task A_task_has_an_owner_and_a_day_and_late_it_stands_on_the_lists_of_both()
    {
        var post = await app.Write("A task here", sent: false);
        using var wanda = await app.As("wanda");
        (await wanda.Htmx(Path(post), ("Text", "Who asks the roaster?"), ("Audience", "Client"))).Dispose();
        var thread = await app.In("acme", db => db.FeedbackThreads.SingleAsync(t => t.PostId == post, Cancel));
        var (pia, clara) = await app.In("acme", async db => ((await TestApp.Member(db, "pia")).Id, (await TestApp.Member(db, "clara")).Id));
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var key = Guid.NewGuid().ToString();
        for (var twice = 0; twice < 2; twice++)
            (await wanda.Htmx($"{Path(post)}/{thread.Id}/tasks", ("Id", key), ("Text", "Ask the roaster"), ("Owner", pia.ToString()), ("Due", today.ToString("yyyy-MM-dd", null)))).Dispose();
        using var owner = await app.As("pia");
        Assert.Equal(["Ask the roaster"], (await owner.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelectorAll(".tasks .words").Select(w => w.TextContent));
        Assert.Contains("Due ", (await owner.Page("/")).QuerySelector($"[data-task='{key}']")!.TextContent, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Run<TellOverdueTasksJob>();
        await app.Run<TellOverdueTasksJob>();
        foreach (var name in (string[])["pia", "wanda"])
        {
            using var reader = await app.As(name);
            Assert.Contains("Overdue since", (await reader.Page("/")).QuerySelector($"[data-task='{key}']")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Ask the roaster", await app.Words(post, name, Notice.TaskOverdue), StringComparison.Ordinal);
        }

        Assert.Equal(2, await app.In("acme", db => db.Notices.CountAsync(n => n.PostId == post && n.Kind == Notice.TaskOverdue, Cancel)));
        using var oscar = await app.As("oscar");
        Assert.Null((await oscar.Page("/")).QuerySelector($"[data-task='{key}']"));

        (await owner.Htmx($"{Path(post)}/{thread.Id}/tasks/{key}/completion")).Dispose();
        Assert.Null((await owner.Page("/")).QuerySelector($"[data-task='{key}']"));
        Assert.Equal("true", (await owner.Page($"/w/acme/posts/{post}?tab=conversation")).QuerySelector(".tasks .tick")!.GetAttribute("aria-pressed"));
        (await owner.Htmx($"{Path(post)}/{thread.Id}/tasks/{key}/completion/undo")).Dispose();
        Assert.NotNull((await owner.Page("/")).QuerySelector($"[data-task='{key}']"));
        using (var foreign = await owner.Htmx($"{Path(post)}/{thread.Id}/tasks", ("Text", "Look"), ("Owner", Guid.NewGuid().ToString())))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        // The client is given what it can see, and nothing of the team's own.
        (await wanda.Htmx($"{Path(post)}/{thread.Id}/hiding")).Dispose();
        using (var blind = await wanda.Htmx($"{Path(post)}/{thread.Id}/tasks", ("Text", "Look"), ("Owner", clara.ToString())))
            Assert.Contains("cannot see this conversation", await blind.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_who_only_looks_gives_no_tasks_and_a_stranger_finds_none()
    {
        var post = await app.Write("Not theirs", sent: false);
        using var wanda = await app.As("wanda");
        (await wanda.Htmx(Path(post), ("Text", "Look"), ("Audience", "Client"))).Dispose();
        var thread = await app.In("acme", db => db.FeedbackThreads.SingleAsync(t => t.PostId == post, Cancel));
        var clara = await app.In("acme", async db => (await TestApp.Member(db, "clara")).Id);
        foreach (var (name, status) in new[] { ("carl", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            using var answer = await visitor.Htmx($"{Path(post)}/{thread.Id}/tasks", ("Text", "Do it"), ("Owner", clara.ToString()));
            Assert.Equal((name, status), (name, answer.StatusCode));
        }
    }

    static string Path(Guid post) => $"/w/acme/posts/{post}/threads";

    static async Task<int> Status(Visitor visitor, string path)
    {
        using var answer = await visitor.Get(path);
        return (int)answer.StatusCode;
    }

    static async Task<HttpResponseMessage> Send(Visitor visitor, string path, (string Name, string Value)[] fields, byte[] file, string name)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
            body.Add(new StringContent(value), field);
        body.Add(new ByteArrayContent(file), "Files", name);
        return await visitor.Send(HttpMethod.Post, path, body, htmx: true);
    }
}
