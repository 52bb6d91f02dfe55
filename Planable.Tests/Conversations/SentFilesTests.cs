using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Approvals;
using Planable.Tests.Media;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Conversations;

/// <summary>Files of comments that come piece by piece, and on after a cut line.</summary>
public class SentFilesTests(TestApp app) : IClassFixture<TestApp>
{
    const string Members = "/w/acme/comments/uploads";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static Task<HttpResponseMessage> Tus(Visitor visitor, HttpMethod method, string path, params (string Name, string Value)[] headers) => TusTests.Tus(visitor, method, path, null, headers);

    static Task<HttpResponseMessage> Begin(Visitor visitor, string root, long length, string name) =>
        Tus(visitor, HttpMethod.Post, root, ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}"));

    static async Task<string> Begun(Visitor visitor, string root, long length, string name)
    {
        using var created = await Begin(visitor, root, length, name);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created.Headers.Location!.ToString();
    }

    static async Task Piece(Visitor visitor, string address, byte[] bytes, int from, int to)
    {
        using var sent = await TusTests.Patch(visitor, address, bytes[from..to], from);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
    }

    /// <summary>What the form carries once the file is there.</summary>
    static async Task<string> Arrived(Visitor visitor, string address)
    {
        using var done = await visitor.Htmx($"{address}/asset");
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return (await Visitor.Shown(done)).QuerySelector("input[name=Uploads]")!.GetAttribute("value")!;
    }

    static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        "plain, not a program: "u8.CopyTo(bytes);
        return bytes;
    }

    [Fact]
    public async Task Thirty_megabytes_cut_in_the_middle_go_on_and_stand_in_the_comment()
    {
        var post = await app.Write("A long brief.", sent: false);
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var bytes = Bytes(30 * 1024 * 1024);
        var middle = bytes.Length / 2;
        var address = await Begun(wanda, Members, bytes.Length, "brief.bin");
        await Piece(wanda, address, bytes, 0, middle);
        // The line is cut. Whoever comes back asks how far it had come; nobody else finds it, and half a file goes with no comment.
        using (var asked = await Tus(wanda, HttpMethod.Head, address))
            Assert.Equal(middle.ToString(CultureInfo.InvariantCulture), asked.Headers.GetValues("Upload-Offset").Single());
        using (var others = await Tus(pia, HttpMethod.Head, address))
            Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        using (var early = await wanda.Htmx($"{address}/asset"))
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        (string, string?)[] said = [("Text", "The brief"), ("Audience", "Team"), ("Id", Guid.NewGuid().ToString()), ("Uploads", address.Split('/')[^1])];
        using (var half = await wanda.Htmx($"/w/acme/posts/{post}/threads", said))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, half.StatusCode);
        await Piece(wanda, address, bytes, middle, bytes.Length);
        Assert.Equal(address.Split('/')[^1], await Arrived(wanda, address));
        foreach (var _ in (int[])[1, 2])
            using (var sent = await wanda.Htmx($"/w/acme/posts/{post}/threads", said))
                Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var (comment, left) = await app.In("acme", async db => (
            await db.FeedbackThreads.Where(t => t.PostId == post).SelectMany(t => t.Comments).SingleAsync(Cancel), await db.Uploads.CountAsync(u => u.FileName == "brief.bin", Cancel)));
        Assert.Equal(("brief.bin", bytes.LongLength, 0), (comment.Files.Single().Name, comment.Files.Single().File.Bytes, left));
        using var saved = await pia.Get($"/w/acme/posts/{post}/threads/{comment.ThreadId}/comments/{comment.Id}/files/{comment.Files[0].Id}");
        Assert.Equal(bytes, await saved.Content.ReadAsByteArrayAsync(Cancel));
        // Into the library it does not come.
        Assert.False(await app.In("acme", db => db.Media.AnyAsync(m => m.FileName == "brief.bin", Cancel)));
    }

    [Fact]
    public async Task A_guest_sends_the_same_way_through_the_link_and_no_other_link_has_it()
    {
        await app.RequireApproval();
        var post = await app.ForClient("A cup, piece by piece");
        var (review, _) = await app.Share("Pieces");
        var (other, _) = await app.Share("Other pieces");
        var (look, _) = await app.Share("Looking at pieces", ("Reach", "Look"));
        using var gus = await app.Gus();
        var bytes = Bytes(9000);
        var address = await Begun(gus, $"{review}/uploads", bytes.Length, "cup.txt");
        await Piece(gus, address, bytes, 0, 4000);
        await Piece(gus, address, bytes, 4000, bytes.Length);
        var upload = await Arrived(gus, address);
        using (var elsewhere = await Tus(gus, HttpMethod.Head, $"{other}/uploads/{upload}"))
            Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        using (var closed = await Begin(gus, $"{look}/uploads", 10, "x.txt"))
            Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        using (var large = await Begin(gus, $"{review}/uploads", (25L * 1024 * 1024) + 1, "film.bin"))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using (var stolen = await gus.Post($"{other}/posts/{post}/comments", ("Id", Guid.NewGuid().ToString()), ("Text", "Mine"), ("Name", "Gus"), ("Uploads", upload)))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stolen.StatusCode);
        using (var said = await gus.Post($"{review}/posts/{post}/comments", ("Id", Guid.NewGuid().ToString()), ("Text", "Like this"), ("Name", "Gus"), ("Uploads", upload)))
            Assert.Equal(HttpStatusCode.Redirect, said.StatusCode);
        Assert.Equal(["cup.txt"], (await gus.Page($"{review}/posts/{post}")).QuerySelectorAll("#talk .files .truncate").Select(f => f.TextContent));
    }

    [Fact]
    public async Task A_program_ends_after_its_first_piece_and_who_has_no_words_here_sends_nothing()
    {
        using var wanda = await app.As("wanda");
        var bytes = new byte[9000];
        "MZ\x90\0\x03"u8.CopyTo(bytes);
        var address = await Begun(wanda, Members, 2 * bytes.Length, "brief.pdf");
        using (var refused = await TusTests.Patch(wanda, address, bytes, 0))
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        using (var gone = await Tus(wanda, HttpMethod.Head, address))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var carl = await app.As("carl");
        using (var forbidden = await Begin(carl, Members, 10, "x.txt"))
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var oscar = await app.As("oscar");
        using var missing = await Begin(oscar, Members, 10, "x.txt");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
