using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Tests.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

public class ComposerTests(TestApp app) : IClassFixture<TestApp>
{
    const string Posts = "/w/acme/posts";
    const string Hostile = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> {{7*7}} #tag https://acme.example/a?b=c&d=e 👩‍👩‍👧 ‮rtl";

    [Fact]
    public async Task A_hostile_text_is_kept_as_it_is_and_runs_nowhere()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = Hostile + "\r\nsecond line";
        using var saved = await Send(wanda, form, "save");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var post = await Saved(form["Id"]!);
        Assert.Equal(Hostile + "\nsecond line", post.Text);
        Assert.Equal((PostState.Draft, 1), (post.State, post.LatestVersion));
        var page = await wanda.Page($"{Posts}/{post.Id}/edit");
        Assert.Equal(Hostile + "\nsecond line", ((IHtmlTextAreaElement)page.QuerySelector("#text")!).Value);
        Assert.Empty(page.QuerySelectorAll("main script:not([src^='/js/']), main img[onerror]"));
        Assert.Contains("<script>", page.QuerySelector(".pv .txt")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["#tag", "https://acme.example/a?b=c&d=e"], page.QuerySelector(".pv .txt")!.QuerySelectorAll(".a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task Too_long_to_schedule_stays_a_draft_and_says_which_channel_and_by_how_much()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = string.Concat(Enumerable.Repeat("🎉", 5000));
        (form["Date"], form["Time"]) = ("2030-03-01", "09:00");
        using var refused = await Send(wanda, form, "schedule");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        var problem = page.QuerySelector("[data-code=TEXT_TOO_LONG]")!.TextContent;
        Assert.Contains("Acme Coffee", problem, StringComparison.Ordinal);
        Assert.Contains("3000 over the 2000 characters", problem, StringComparison.Ordinal);
        Assert.Contains("3000 over", page.QuerySelector(".ring.over")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(form["Text"], ((IHtmlTextAreaElement)page.QuerySelector("#text")!).Value);
        Assert.Equal(PostState.Draft, (await Saved(form["Id"]!)).State);
    }

    [Fact]
    public async Task A_text_no_network_could_take_is_refused_and_still_there()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = new string('a', Post.TextLength + 1);
        using var refused = await Send(wanda, form, "save");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(form["Text"], ((IHtmlTextAreaElement)(await Visitor.Shown(refused)).QuerySelector("#text")!).Value);
    }

    [Fact]
    public async Task A_writer_schedules_her_own_post_two_minutes_ahead()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = "Fresh from the roaster.";
        form["When"] = "in 2 minutes";
        using var answer = await Send(wanda, form, "schedule");
        Assert.Equal($"{Posts}/{form["Id"]}", answer.Headers.Location!.ToString());
        var post = await Saved(form["Id"]!);
        Assert.Equal(PostState.Scheduled, post.State);
        Assert.InRange(post.ScheduledAt!.Value - app.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_time_that_has_passed_is_refused()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        (form["Text"], form["When"]) = ("Too late.", "2020-01-01 09:00");
        using var refused = await Send(wanda, form, "schedule");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("has passed", (await Visitor.Shown(refused)).QuerySelector("#when-read")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(PostState.Draft, (await Saved(form["Id"]!)).State);
    }

    [Fact]
    public async Task A_time_the_clocks_skip_comes_with_a_better_one()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        (form["Text"], form["Date"], form["Time"]) = ("Spring forward.", "2027-03-28", "02:30");
        using var refused = await Send(wanda, form, "schedule");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        var use = page.QuerySelector("#when-read button")!;
        Assert.Equal("Use 03:30", use.TextContent);

        var again = Fields(page);
        using var taken = await Send(wanda, again, use.GetAttribute("value")!);
        using var scheduled = await Send(wanda, Fields(await Visitor.Shown(taken)), "schedule");
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);
        Assert.Equal(new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.Zero), (await Saved(form["Id"]!)).ScheduledAt);
    }

    [Fact]
    public async Task A_time_that_comes_twice_asks_which()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        (form["Text"], form["Date"], form["Time"]) = ("Fall back.", "2027-10-31", "02:30");
        using var refused = await Send(wanda, form, "schedule");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal(2, page.QuerySelectorAll("#when-read input[type=radio]").Length);

        var again = Fields(page);
        again["Second"] = "true";
        using var scheduled = await Send(wanda, again, "schedule");
        Assert.Equal(HttpStatusCode.Redirect, scheduled.StatusCode);
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 1, 30, 0, TimeSpan.Zero), (await Saved(form["Id"]!)).ScheduledAt);
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_post()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = "Only once.";
        var answers = await Task.WhenAll(Send(wanda, form, "save"), Send(wanda, form, "save"), Send(wanda, form, "save"));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Redirect, a.StatusCode));
        Assert.Equal(1, await app.In("acme", db => db.Posts.CountAsync(p => p.Text == "Only once.")));
    }

    [Fact]
    public async Task The_first_autosave_makes_the_draft_and_an_empty_form_makes_none()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        Assert.Equal(HttpStatusCode.NoContent, (await Autosave(wanda, form)).StatusCode);
        form["Text"] = "Typed so far";
        using var saved = await Autosave(wanda, form);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var stamp = (await Visitor.Shown(saved)).QuerySelector("#stamp")!;
        Assert.Matches(@"^\d\d:\d\d$", stamp.GetAttribute("data-clock"));
        Assert.Equal("Typed so far", (await Saved(form["Id"]!)).Text);
    }

    [Fact]
    public async Task Two_changes_to_one_text_are_shown_side_by_side()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "First words.");
        var (hers, his) = (await Opened(wanda, id), await Opened(pia, id));
        his["Text"] = "Words of Pia.";
        Assert.Equal(HttpStatusCode.Redirect, (await Send(pia, his, "save")).StatusCode);

        hers["Text"] = "Words of Wanda.";
        using var autosaved = await Autosave(wanda, hers);
        Assert.Equal(HttpStatusCode.Conflict, autosaved.StatusCode);
        using var refused = await Send(wanda, hers, "save");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal(["Words of Wanda.", "Words of Pia."], page.QuerySelectorAll(".half pre").Select(p => p.TextContent));
        Assert.Equal("Words of Pia.", (await Saved(id)).Text);

        using var chosen = await Send(wanda, Fields(page), "mine:text");
        using var saved = await Send(wanda, Fields(await Visitor.Shown(chosen)), "save");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("Words of Wanda.", (await Saved(id)).Text);
    }

    [Fact]
    public async Task Changes_to_different_parts_are_put_together()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        var id = await Drafted(wanda, "Shared words.");
        var (hers, his) = (await Opened(wanda, id), await Opened(pia, id));
        his["Link"] = "https://acme.example/autumn";
        Assert.Equal(HttpStatusCode.Redirect, (await Send(pia, his, "save")).StatusCode);
        hers["Text"] = "New words.";
        using var autosaved = await Autosave(wanda, hers);
        Assert.Equal(HttpStatusCode.OK, autosaved.StatusCode);

        // The browser still shows no link; saving again must not take Pia's away.
        foreach (var (name, value) in Fields(await Visitor.Shown(autosaved)))
            hers[name] = value;
        hers["Text"] = "Newer words.";
        Assert.Equal(HttpStatusCode.OK, (await Autosave(wanda, hers)).StatusCode);
        var post = await Saved(id);
        Assert.Equal(("Newer words.", "https://acme.example/autumn"), (post.Text, post.Link));
    }

    [Fact]
    public async Task A_channel_gets_words_of_its_own_and_follows_the_base_again()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        var own = form.Keys.First(k => k.EndsWith("].Text", StringComparison.Ordinal)).Replace(".Text", "", StringComparison.Ordinal);
        (form["Text"], form[own + ".On"], form[own + ".Own"], form[own + ".Text"]) = ("Base.", "true", "true", "Own.");
        Assert.Equal(HttpStatusCode.Redirect, (await Send(wanda, form, "save")).StatusCode);
        Assert.Contains("Own.", (await Saved(form["Id"]!)).Variants.Select(v => v.Text));

        var again = await Opened(wanda, form["Id"]!);
        again.Remove(own + ".Own");
        Assert.Equal(HttpStatusCode.Redirect, (await Send(wanda, again, "save")).StatusCode);
        var variant = (await Saved(form["Id"]!)).Variants.Single(v => v.FormerText is not null);
        Assert.Equal((null, "Own."), (variant.Text, variant.FormerText));
        var page = await wanda.Page($"{Posts}/{form["Id"]}/edit");
        Assert.Equal("Own.", ((IHtmlTextAreaElement)page.QuerySelector($"#text-{variant.ChannelId}")!).Value);
    }

    [Fact]
    public async Task Pictures_keep_their_order_and_what_they_show_in_words()
    {
        using var wanda = await app.As("wanda");
        var (cup, bag) = (await MediaControllerTests.Uploaded(wanda, Pixels.Png(9, 9), "cup.png"), await MediaControllerTests.Uploaded(wanda, Pixels.Png(8, 8), "bag.png"));
        var form = await Opened(wanda);
        form["Text"] = "Two pictures.";
        (string, string?)[] pictures = [("Pictures", bag.ToString()), ("Pictures", cup.ToString()), ($"Alt[{cup}]", "A cup <seen> from above"), ($"Alt[{bag}]", "")];
        using var saved = await wanda.Post(Posts, [.. form.Select(f => (f.Key, f.Value)), .. pictures, ("Do", "save")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var post = await Saved(form["Id"]!);
        Assert.Equal([(bag, ""), (cup, "A cup <seen> from above")], post.MediaInOrder.Select(m => (m.MediaId, m.Alt)));
        var page = await wanda.Page($"{Posts}/{post.Id}/edit");
        Assert.Equal("A cup <seen> from above", ((IHtmlTextAreaElement)page.QuerySelector($"#alt-{cup}")!).Value);
        Assert.NotNull(page.QuerySelector($"[data-code=ALT_MISSING][href='#alt-{bag}']"));
    }

    [Fact]
    public async Task A_picture_chosen_without_a_script_is_kept_by_whatever_button_is_pressed()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = "Chosen, then saved.";
        using var saved = await SendWithFile(wanda, form, "save", Pixels.Png(9, 9), "cup.png");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("cup.png", Assert.Single((await Saved(form["Id"]!)).Media).Asset.FileName);
    }

    [Theory, InlineData("upload"), InlineData("schedule")]
    public async Task A_program_called_a_picture_is_refused_beside_the_pictures_and_nothing_goes_out(string button)
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        (form["Text"], form["When"]) = ("Typed with care.", "2030-03-01 09:00");
        form[$"Targets[{await ChannelId()}].On"] = "true";
        using var refused = await SendWithFile(wanda, form, button, [(byte)'M', (byte)'Z', 0, 3, 4, 5], "holiday.png");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal("holiday.png is a Windows program. Planable takes JPEG, PNG, GIF, WebP and AVIF pictures, MP4, MOV and WebM videos, and PDF documents.", page.QuerySelector("#pictures [role=alert]")!.TextContent);
        Assert.Equal("Typed with care.", ((IHtmlTextAreaElement)page.QuerySelector("#text")!).Value);
        Assert.Equal("2030-03-01 09:00", page.QuerySelector("input[name=When]")!.GetAttribute("value"));
        Assert.Equal(0, await app.In("acme", db => db.Posts.CountAsync(p => p.Id == Guid.Parse(form["Id"]!))));
    }

    [Fact]
    public async Task A_picture_of_40_MB_sent_with_the_form_is_refused_with_its_size()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = "Still here.";
        using var refused = await SendWithFile(wanda, form, "save", [.. Pixels.Png(9, 9), .. new byte[39_900_000]], "big.jpg");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Visitor.Shown(refused);
        Assert.Equal("big.jpg has 39 MB. Pictures may have up to 25 MB.", page.QuerySelector("#pictures [role=alert]")!.TextContent);
        Assert.Equal("Still here.", ((IHtmlTextAreaElement)page.QuerySelector("#text")!).Value);
    }

    [Fact]
    public async Task The_preview_answers_with_problems_and_the_outcome_of_the_button()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        form["Text"] = "Look";
        form["When"] = "2030-03-01 09:00";
        using var preview = await wanda.Htmx($"{Posts}/{form["Id"]}/preview", [.. form.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);
        var shown = await Visitor.Shown(preview);
        Assert.Equal("Look", shown.QuerySelector("#preview .txt")!.TextContent.Trim());
        Assert.Equal("Schedule for Fri 1 Mar, 09:00 Berlin", shown.QuerySelector("#schedule-words")!.TextContent);
        Assert.Equal(0, await app.In("acme", db => db.Posts.CountAsync(p => p.Text == "Look")));
    }

    [Fact]
    public async Task The_preview_adds_no_blank_and_no_line_around_links_and_tags()
    {
        using var wanda = await app.As("wanda");
        var form = await Opened(wanda);
        const string text = "More: https://acme.example/a, soon.\n\n#coffee #berlin";
        form["Text"] = text;
        form[$"Targets[{await ChannelId()}].On"] = "true";
        using var preview = await wanda.Htmx($"{Posts}/{form["Id"]}/preview", [.. form.Select(f => (f.Key, f.Value))]);
        Assert.Equal(text, (await Visitor.Shown(preview)).QuerySelector("#preview .txt")!.TextContent);
    }

    [Fact]
    public async Task The_page_asks_the_database_a_few_times_only()
    {
        using var wanda = await app.As("wanda");
        var id = await Drafted(wanda, "Counted.");
        var commands = await app.Sql.During(() => wanda.Page($"{Posts}/{id}/edit"));
        Assert.InRange(commands.Count, 1, 8);
    }

    [Fact]
    public async Task Wrong_role_403_and_strangers_404()
    {
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        var id = await Drafted(wanda, "Mine.");
        var others = await Drafted(pia, "Pia's.");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get($"{Posts}/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get($"{Posts}/{id}/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get($"{Posts}/{others}/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"{Posts}/{others}", ("Text", "Taken."), ("Do", "save"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get($"{Posts}/{id}/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/posts/{id}", ("Text", "Taken."), ("Do", "save"))).StatusCode);
        Assert.Equal("Mine.", (await Saved(id)).Text);
    }

    /// <summary>The fields of the composer as a browser would send them, all channels chosen.</summary>
    static async Task<Dictionary<string, string?>> Opened(Visitor visitor, string? id = null)
    {
        var page = await visitor.Page(id is null ? $"{Posts}/new" : $"{Posts}/{id}/edit");
        var fields = Fields(page);
        if (id is null)
        {
            foreach (var channel in page.QuerySelectorAll("[data-channel]"))
                fields[channel.GetAttribute("name")!] = "true";
        }

        return fields;
    }

    static Dictionary<string, string?> Fields(IHtmlDocument page)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var input in page.QuerySelectorAll("#composer input[name], #stamp input[name]").OfType<IHtmlInputElement>().Where(i => i.Type is not ("checkbox" or "radio" or "file") || i.IsChecked))
            fields[input.Name!] = input.Value;
        foreach (var area in page.QuerySelectorAll("#composer textarea[name]").OfType<IHtmlTextAreaElement>())
            fields[area.Name!] = area.Value;
        foreach (var choice in page.QuerySelectorAll("#composer select[name]").OfType<IHtmlSelectElement>())
            fields[choice.Name!] = choice.Value;
        fields.Remove("__RequestVerificationToken");
        fields.Remove("Files");
        return fields;
    }

    static Task<HttpResponseMessage> Send(Visitor visitor, Dictionary<string, string?> form, string what) =>
        visitor.Post(Posts, [.. form.Select(f => (f.Key, f.Value)), ("Do", what)]);

    static async Task<HttpResponseMessage> SendWithFile(Visitor visitor, Dictionary<string, string?> form, string what, byte[] bytes, string name)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (field, value) in form)
            body.Add(new StringContent(value ?? ""), field);
        body.Add(new StringContent(what), "Do");
        body.Add(new ByteArrayContent(bytes), "Files", name);
        return await visitor.Send(HttpMethod.Post, Posts, body, htmx: false);
    }

    Task<Guid> ChannelId() => app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());

    static Task<HttpResponseMessage> Autosave(Visitor visitor, Dictionary<string, string?> form) =>
        visitor.Htmx($"{Posts}/{form["Id"]}/autosave", [.. form.Select(f => (f.Key, f.Value))]);

    static async Task<string> Drafted(Visitor visitor, string text)
    {
        var form = await Opened(visitor);
        form["Text"] = text;
        Assert.Equal(HttpStatusCode.Redirect, (await Send(visitor, form, "save")).StatusCode);
        return form["Id"]!;
    }

    Task<Post> Saved(string id) =>
        app.In("acme", db => db.Posts.Include(p => p.Variants).Include(p => p.Media).ThenInclude(m => m.Asset).SingleAsync(p => p.Id == Guid.Parse(id)));
}
