
namespace Planable.Web.Bench;

/// <summary>A client that is signed in as somebody of the demo data.</summary>
static class Reader
{
    public static async Task<HttpClient> SignIn(WebApplication app, string address, string name)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false };
        var client = new HttpClient(handler) { BaseAddress = new Uri(address) };
        using var page = await client.GetAsync("/sign-in");
        var html = await page.Content.ReadAsStringAsync();
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Email"] = $"{name}@northlight.example",
            ["Password"] = DemoPassword,
            ["__RequestVerificationToken"] = token,
        }));
        return (int)answer.StatusCode == 302 ? client : throw new InvalidOperationException($"Signing in answered {(int)answer.StatusCode}.");
    }

    const string DemoPassword = Demo.DemoData.Password;
}
