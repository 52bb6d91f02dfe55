using System.Net;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Snippets;
using Planable.Tests.Support;

namespace Planable.Tests.Snippets;

public class SnippetsTests(TestApp app) : IClassFixture<TestApp>
{
    const string Path = "/w/acme/settings/snippets";

    [Fact]
    public async Task A_signature_comes_with_the_clients_own_values()
    {
        using var wanda = await app.As("wanda");
        (await wanda.Post(Path, ("Kind", "Variable"), ("Name", "{shop.street}"), ("Text", "Roast Street 1"))).Dispose();
        (await wanda.Post(Path, ("Kind", "Signature"), ("Name", "Address"), ("Text", "Find us: {shop.street}, {shop.missing}"))).Dispose();
        using var choices = await wanda.Get($"{Path}/choices", htmx: true);
        var words = (await Visitor.Shown(choices)).QuerySelectorAll("[data-insert]").Select(b => b.GetAttribute("data-insert")).ToList();
        Assert.Contains("Find us: Roast Street 1, {shop.missing}", words);
    }

    [Fact]
    public void A_variable_that_is_not_filled_in_blocks_with_its_name()
    {
        var post = A.Post(A.Member(Role.Writer), "Call {client.phone}, {client.phone}! {{7*7}} {not a variable} {word}");
        var problem = PostProblems.Of(post).Single(p => p.Code == "VARIABLE_UNRESOLVED");
        Assert.True(problem.Blocks);
        Assert.Equal(["{client.phone}"], problem.Arguments);
    }

    [Fact]
    public async Task One_name_in_each_kind_and_a_variable_has_a_name_that_texts_can_say()
    {
        using var wanda = await app.As("wanda");
        (await wanda.Post(Path, ("Kind", "Hashtags"), ("Name", "Autumn"), ("Text", "#autumn"))).Dispose();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wanda.Htmx(Path, ("Kind", "Hashtags"), ("Name", "AUTUMN"), ("Text", "#fall"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await wanda.Htmx(Path, ("Kind", "Template"), ("Name", "Autumn"), ("Text", "Leaves fall."))).StatusCode);
        Assert.Equal("VARIABLE_NAME", Assert.Throws<RuleBroken>(() => new Snippet(A.Member(Role.Writer), SnippetKind.Variable, "phone", "1", A.Monday)).Code);
    }

    [Fact]
    public async Task The_refrain()
    {
        var id = await app.In("acme", async db =>
        {
            var snippet = new Snippet(await TestApp.Member(db, "olga"), SnippetKind.Hashtags, "Guarded", "#guarded", app.Clock.GetUtcNow());
            db.Snippets.Add(snippet);
            await db.SaveChangesAsync();
            return snippet.Id;
        });
        foreach (var (name, expected) in new[] { ("wanda", HttpStatusCode.Forbidden), ("clara", HttpStatusCode.Forbidden), ("oscar", HttpStatusCode.NotFound) })
        {
            using var visitor = await app.As(name);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{id}", ("Name", "Mine"), ("Text", "x"))).StatusCode);
            Assert.Equal(expected, (await visitor.Post($"{Path}/{id}/removal")).StatusCode);
        }

        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get($"{Path}/choices")).StatusCode);
        using var pia = await app.As("pia");
        Assert.Equal(HttpStatusCode.Redirect, (await pia.Post($"{Path}/{id}/removal")).StatusCode);
    }
}
