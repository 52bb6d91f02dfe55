using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Coauthors;
using Planable.Data.Posts;
using Planable.Jobs.Coauthors;
using Planable.Tests.Support;

namespace Planable.Tests.Coauthors;

public class CoauthorsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_opens_a_post_gets_its_texts_and_is_seen_by_the_other()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "The roast is here.");
        await using var hers = await Stream.Open(wanda, id, "w");
        Assert.Equal("The roast is here.", (await hers.Next("draft")).GetProperty("texts").GetProperty("base").GetString());
        Assert.Empty((await hers.Next("people")).EnumerateArray());

        await using var his = await Stream.Open(pia, id, "p");
        var start = await his.Next("draft");
        Assert.Equal("Wanda Writer", Assert.Single((await his.Next("people")).EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("Pia Publisher", Assert.Single((await hers.Next("people")).EnumerateArray()).GetProperty("name").GetString());

        using var told = await Tell(pia, id, "p", start, 1, place: "link");
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        Assert.Equal("link", Assert.Single((await hers.Next("people")).EnumerateArray()).GetProperty("place").GetString());

        await his.DisposeAsync();
        Assert.Empty((await hers.Next("people")).EnumerateArray());
    }

    [Fact]
    public async Task What_one_types_comes_to_the_other_and_who_is_second_is_told_the_newest_state()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "One. Two.");
        await using var hers = await Stream.Open(wanda, id, "w");
        await using var his = await Stream.Open(pia, id, "p");
        var (mine, theirs) = (await hers.Next("draft"), await his.Next("draft"));

        var first = await Answer(await Tell(wanda, id, "w", mine, 1, "One and more. Two."));
        Assert.Equal((1, 1), (first.GetProperty("sequence").GetInt32(), first.GetProperty("taken").GetInt32()));
        Assert.Equal("One and more. Two.", (await his.Next("draft")).GetProperty("texts").GetProperty("base").GetString());

        var late = await Answer(await Tell(pia, id, "p", theirs, 1, "One. Two and more."));
        Assert.Equal((1, 0), (late.GetProperty("sequence").GetInt32(), late.GetProperty("taken").GetInt32()));
        Assert.Equal("One and more. Two.", late.GetProperty("texts").GetProperty("base").GetString());
        var again = await Answer(await Tell(pia, id, "p", late, 2, "One and more. Two and more."));
        Assert.Equal(2, again.GetProperty("sequence").GetInt32());
        Assert.Equal("One. Two.", await Text(id));
    }

    [Fact]
    public async Task Saving_takes_over_what_all_typed_and_other_fields_are_put_together()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "One.");
        await using var hers = await Stream.Open(wanda, id, "w");
        await using var his = await Stream.Open(pia, id, "p");
        var (mine, theirs) = (await hers.Next("draft"), await his.Next("draft"));
        var first = await Answer(await Tell(wanda, id, "w", mine, 1, "One. Two."));
        await Answer(await Tell(pia, id, "p", first, 1, "One. Two. Three."));

        // Both forms were filled before any of this.
        var marks = await Marks(wanda, id);
        using var saved = await Autosave(wanda, id, [.. marks, ("Text", "One. Two."), ("Shared", "1"), ("Link", "https://acme.example/a")]);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("One. Two. Three.", await Text(id));
        Assert.Equal("One. Two. Three.", (await his.Until("draft", e => e.TryGetProperty("saved", out _))).GetProperty("saved").GetProperty("base").GetString());

        using var other = await Autosave(pia, id, [.. marks, ("Text", "One. Two. Three."), ("Shared", "2"), ("When", "2030-03-01 09:00")]);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        var post = await app.In("acme", db => db.Posts.SingleAsync(p => p.Id == id));
        Assert.Equal(("One. Two. Three.", "https://acme.example/a", new DateTime(2030, 3, 1, 9, 0, 0)), (post.Text, post.Link, post.PlannedLocal));
        Assert.Equal(2, (await app.In("acme", db => db.SharedDrafts.SingleAsync(d => d.PostId == id))).Sequence);

        using var same = await Autosave(pia, id, [.. marks, ("Text", "One. Two. Three."), ("Shared", "2"), ("Link", "https://acme.example/b")]);
        Assert.Equal(HttpStatusCode.Conflict, same.StatusCode);
        Assert.Contains("https://acme.example/a", await same.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_line_a_save_is_compared_as_ever_and_comes_in_for_the_others()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "One.");
        var marks = await Marks(wanda, id);
        await using var his = await Stream.Open(pia, id, "p");
        var start = await his.Next("draft");
        await Answer(await Tell(pia, id, "p", start, 1, "One. Typed by Pia."));

        using var saved = await Autosave(wanda, id, [.. marks, ("Text", "Number one.")]);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal("Number one.", await Text(id));
        Assert.Equal("Number one. Typed by Pia.", (await his.Until("draft", e => e.GetProperty("sequence").GetInt32() == 2)).GetProperty("texts").GetProperty("base").GetString());

        using var late = await Autosave(pia, id, [.. marks, ("Text", "Words of Pia.")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal("Number one.", await Text(id));
    }

    [Fact]
    public async Task Own_texts_of_channels_are_shared_too_and_nothing_else()
    {
        using var wanda = await app.As("wanda");
        var id = await Drafted(wanda, "Base.");
        var channel = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        await using var hers = await Stream.Open(wanda, id, "w");
        var start = await hers.Next("draft");
        var told = await Answer(await wanda.Htmx(Path(id), [.. Basics("w", start, 1), ($"Texts[{channel}]", "Own words.")]));
        Assert.Equal(1, told.GetProperty("sequence").GetInt32());
        using var saved = await Autosave(wanda, id, [.. await Marks(wanda, id), ("Text", "Base."), ("Shared", "1"), ($"Targets[{channel}].On", "true"), ($"Targets[{channel}].Own", "true")]);
        Assert.Equal("Own words.", await app.In("acme", db => db.Variants.Where(v => v.PostId == id).Select(v => v.Text).SingleAsync()));

        foreach (var field in (string[])["Link", Guid.NewGuid().ToString(), "../base"])
            Assert.Equal(HttpStatusCode.BadRequest, (await wanda.Htmx(Path(id), [.. Basics("w", told, 2), ($"Texts[{field}]", "x")])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Tell(wanda, id, "w", told, 3, new string('a', Post.TextLength + 1))).StatusCode);
    }

    [Fact]
    public async Task What_was_typed_into_a_scheduled_post_and_not_saved_is_given_up_when_all_have_left()
    {
        using var pia = await app.As("pia");
        var id = await Drafted(pia, "As planned.");
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"/w/acme/posts/{id}", [.. await Marks(pia, id), ("Text", "As planned."), ("When", "2030-03-01 09:00"), ($"Targets[{await Channel()}].On", "true"), ("Do", "schedule")])).StatusCode);
        await using (var his = await Stream.Open(pia, id, "p1"))
            await Answer(await Tell(pia, id, "p1", await his.Next("draft"), 1, "Half a tho"));
        await Eventually.Holds(() => app.In("acme", async db => !await db.Coauthors.AnyAsync(c => c.PostId == id)));
        await using var again = await Stream.Open(pia, id, "p2");
        Assert.Equal("As planned.", (await again.Next("draft")).GetProperty("texts").GetProperty("base").GetString());
    }

    [Fact]
    public async Task A_draft_nobody_had_open_for_a_day_is_thrown_away()
    {
        using var wanda = await app.As("wanda");
        var id = await Drafted(wanda, "One.");
        await using (var hers = await Stream.Open(wanda, id, "w"))
            await hers.Next("draft");
        await app.Run<ForgetDraftsJob>();
        Assert.Equal(1, await app.In("acme", db => db.SharedDrafts.CountAsync(d => d.PostId == id)));
        app.Clock.Advance(TimeSpan.FromHours(25));
        await app.Run<ForgetDraftsJob>();
        Assert.Equal(0, await app.In("acme", db => db.SharedDrafts.CountAsync(d => d.PostId == id)));
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        var (id, others) = (await Drafted(wanda, "Mine."), await Drafted(pia, "Pia's."));
        foreach (var (visitor, post, status) in new[] { (clara, id, HttpStatusCode.Forbidden), (wanda, others, HttpStatusCode.Forbidden), (oscar, id, HttpStatusCode.NotFound), (wanda, Guid.NewGuid(), HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await visitor.Get($"{Path(post)}/live?page=x")).StatusCode);
            Assert.Equal(status, (await visitor.Htmx(Path(post), ("Page", "x"), ("Texts[base]", "Taken."))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Htmx($"/w/elsewhere/posts/{id}/coauthors", ("Page", "x"), ("Texts[base]", "Taken."))).StatusCode);
        Assert.Equal("Mine.", await Text(id));
    }

    static string Path(Guid id) => $"/w/acme/posts/{id}/coauthors";

    static (string, string?)[] Basics(string page, JsonElement state, int number) =>
        [("Page", page), ("Draft", state.GetProperty("draft").GetString()), ("After", state.GetProperty("sequence").GetRawText()), ("Number", $"{number}")];

    static Task<HttpResponseMessage> Tell(Visitor visitor, Guid id, string page, JsonElement state, int number, string? text = null, string? place = null) =>
        visitor.Htmx(Path(id), [.. Basics(page, state, number), ("Texts[base]", text), ("Place", place)]);

    static async Task<JsonElement> Answer(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    static Task<HttpResponseMessage> Autosave(Visitor visitor, Guid id, (string, string?)[] fields) => visitor.Htmx($"/w/acme/posts/{id}/autosave", fields);

    /// <summary>What a form filled now says it was filled with.</summary>
    static async Task<(string, string?)[]> Marks(Visitor visitor, Guid id) =>
        [.. (await visitor.Page($"/w/acme/posts/{id}/edit")).QuerySelectorAll("#stamp input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")))];

    static async Task<Guid> Drafted(Visitor visitor, string text)
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.Post("/w/acme/posts", ("Id", id.ToString()), ("Text", text), ("Do", "save"))).StatusCode);
        return id;
    }

    Task<string> Text(Guid id) => app.In("acme", db => db.Posts.Where(p => p.Id == id).Select(p => p.Text).SingleAsync());

    Task<Guid> Channel() => app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());

    /// <summary>The live line of a page.</summary>
    sealed class Stream(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public static async Task<Stream> Open(Visitor visitor, Guid id, string page)
        {
            var response = await visitor.Http.GetAsync($"{Path(id)}/live?page={page}", HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return new Stream(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancel)));
        }

        public Task<JsonElement> Next(string kind) => Until(kind, _ => true);

        public async Task<JsonElement> Until(string kind, Func<JsonElement, bool> isIt)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line != $"event: {kind}")
                    continue;
                var data = (await reader.ReadLineAsync(patience.Token))!;
                var told = JsonDocument.Parse(data["data: ".Length..]).RootElement;
                if (isIt(told))
                    return told;
            }

            throw new Xunit.Sdk.XunitException($"The line ended before '{kind}' came.");
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
