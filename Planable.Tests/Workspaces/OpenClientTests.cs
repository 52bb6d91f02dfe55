using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Tests.Support;

namespace Planable.Tests.Workspaces;

/// <summary>A form of Acme that is sent after Bolt was opened in another tab.</summary>
public class OpenClientTests(TestApp app) : IClassFixture<TestApp>
{
    static void Opened(Visitor visitor, string slug)
    {
        var before = string.Join("; ", visitor.Http.DefaultRequestHeaders.GetValues("Cookie"));
        visitor.Http.DefaultRequestHeaders.Remove("Cookie");
        visitor.Http.DefaultRequestHeaders.Add("Cookie", $"{before}; client={slug}");
    }

    Task<bool> IsPaused() => app.In("acme", async db => (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Pause is not null);

    [Fact]
    public async Task A_plain_form_is_refused_and_may_be_sent_again_with_all_that_was_typed()
    {
        using var olga = await app.As("olga");
        Opened(olga, "bolt");
        var refused = await olga.Post("/w/acme/pause", ("why", "A \"quoted\" reason & <more>"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.False(await IsPaused());
        var page = await Visitor.Shown(refused);
        Assert.Contains("You are now in Bolt", page.Body!.TextContent, StringComparison.Ordinal);
        var form = page.QuerySelector("form[action='/w/acme/pause']")!;
        Assert.Contains("Continue in Acme", form.TextContent, StringComparison.Ordinal);
        var fields = form.QuerySelectorAll("input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value"))).ToArray();
        Assert.Contains(("why", "A \"quoted\" reason & <more>"), fields);
        Assert.Equal(HttpStatusCode.Redirect, (await olga.Post("/w/acme/pause", fields)).StatusCode);
        Assert.True(await IsPaused());
        await olga.Post("/w/acme/pause/end", ("X-Client-Confirmed", "acme"));
    }

    [Fact]
    public async Task Htmx_shows_the_question_over_the_page_and_the_confirmed_request_passes()
    {
        using var olga = await app.As("olga");
        Opened(olga, "bolt");
        var refused = await olga.Htmx("/w/acme/pause", ("why", "Asked by htmx"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("#alarm", refused.Headers.GetValues("HX-Retarget").Single());
        var shown = await Visitor.Shown(refused);
        Assert.Equal("acme", shown.QuerySelector("button[data-client-confirmed]")!.GetAttribute("data-client-confirmed"));
        olga.Http.DefaultRequestHeaders.Add("X-Client-Confirmed", "acme");
        Assert.Equal(HttpStatusCode.OK, (await olga.Htmx("/w/acme/pause", ("why", "Asked by htmx"))).StatusCode);
        Assert.True(await IsPaused());
        await olga.Post("/w/acme/pause/end");
    }

    [Fact]
    public async Task The_confirmation_of_one_client_is_none_for_another()
    {
        using var olga = await app.As("olga");
        Opened(olga, "bolt");
        Assert.Equal(HttpStatusCode.Conflict, (await olga.Post("/w/acme/pause", ("why", "x"), ("X-Client-Confirmed", "bolt"))).StatusCode);
        using var oscar = await app.As("oscar");
        Opened(oscar, "elsewhere");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post("/w/acme/pause", ("why", "x"))).StatusCode);
    }
}
