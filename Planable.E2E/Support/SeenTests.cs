namespace Planable.E2E.Support;

/// <summary>What looks at every page sees what is wrong with one.</summary>
public class SeenTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData("const i = document.createElement('img'); i.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; main.append(i);", "image-alt", "Light")]
    [InlineData("const p = document.createElement('p'); p.textContent = 'Words'; p.style.color = '#ddd'; main.append(p);", "color-contrast", "Light")]
    [InlineData("const p = document.createElement('p'); p.textContent = 'Words'; p.style.color = '#111'; main.append(p);", "color-contrast", "Dark")]
    [InlineData("const b = document.createElement('button'); main.append(b); b.style.width = b.style.height = '40px';", "button-name", "Light")]
    public async Task What_is_wrong_with_a_page_is_named(string wrong, string rule, string scheme)
    {
        var page = await Open();
        await page.GotoAsync("/sign-in");
        await Seen.Accessible(page);
        await page.EvaluateAsync($"() => {{ const main = document.querySelector('main') ?? document.body; {wrong} }}");
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Seen.Accessible(page));
        Assert.Contains($"px, {scheme}: {rule}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(scheme == "Dark", !failure.Message.Contains($"px, Light: {rule}", StringComparison.Ordinal));
    }
}
