using Planable.E2E.Support;

namespace Planable.E2E.Reviews;

public class DeckTests(Site site) : BrowserTest(site)
{
    const int Posts = 10;

    [Fact]
    public async Task Ten_posts_are_cleared_with_one_thumb()
    {
        var link = await Share();
        var gus = await Open(Phone(390));
        await gus.GotoAsync(link);
        var approve = gus.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true });
        var stage = gus.Locator("[data-review]");
        await gus.Locator("#name-1").FillAsync("Gus");
        for (var i = 1; i <= Posts; i++)
        {
            var here = (await stage.GetAttributeAsync("data-post"))!;
            await approve.TapAsync();
            if (i < Posts)
                await Expect(stage).Not.ToHaveAttributeAsync("data-post", here);
        }

        await Expect(gus.GetByRole(AriaRole.Heading, new() { NameRegex = new("answered$") })).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    /// <summary>Ten posts that wait for whoever approves, and a link to them.</summary>
    async Task<string> Share()
    {
        await AskForApprovals();
        var pia = await OpenAs("pia");
        await pia.GotoAsync("/w/acme/posts/new");
        var token = (await pia.Locator("meta[name=csrf]").GetAttributeAsync("content"))!;
        var channel = await pia.Locator("[data-channel]").First.GetAttributeAsync("data-channel");
        var ids = Enumerable.Range(0, Posts).Select(_ => Guid.NewGuid().ToString()).ToList();
        foreach (var id in ids)
            await Send(pia, token, "/w/acme/posts", ("Id", id), ("Text", $"Cleared {id}"), ($"Targets[{channel}].On", "true"), ("Do", "request-approval"));
        await Send(pia, token, "/w/acme/reviews", ("Name", "Ten"), ("Posts", string.Join(',', ids)), ("Reach", "Decide"), ("Identity", "Name"));
        await pia.GotoAsync("/w/acme/reviews");
        return (await pia.Locator("#review-address").TextContentAsync())!;
    }

    static async Task Send(IPage page, string token, string path, params (string Name, string Value)[] fields)
    {
        var form = page.APIRequest.CreateFormData();
        foreach (var (name, value) in fields)
            form.Set(name, value);
        var answer = await page.APIRequest.PostAsync(path, new() { Headers = [new("RequestVerificationToken", token)], Form = form, MaxRedirects = 0 });
        Assert.Equal((path, 302), (path, answer.Status));
    }
}
