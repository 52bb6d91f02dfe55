namespace Planable.E2E.Support;

public class ComplaintsTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData("console.error('a console error')", "a console error")]
    [InlineData("setTimeout(() => { throw new Error('nobody caught this') })", "nobody caught this")]
    [InlineData("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')", "Content Security Policy")]
    [InlineData("document.head.append(Object.assign(document.createElement('script'), { text: 'alert(1)' }))", "Content Security Policy")]
    [InlineData("fetch('http://127.0.0.1:9/').catch(() => {})", "Content Security Policy")]
    public async Task Are_heard(string script, string words)
    {
        var page = await Open();
        await page.GotoAsync("/dev/components");
        Assert.False(Complaints.Any);

        var heard = page.WaitForConsoleMessageAsync(new() { Timeout = 3000 });
        await page.EvaluateAsync($"() => {{ {script} }}");
        await Task.WhenAny(heard, Task.Delay(1000));

        Assert.Contains(words, Complaints.ToString(), StringComparison.OrdinalIgnoreCase);
        Complaints.Expect(words);
        Complaints.Expect("status of 404");
    }
}
