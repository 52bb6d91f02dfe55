using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Jobs.Mail;
using Planable.Tests.Support;
using Planable.Web.DevMail;

namespace Planable.Tests.People;

/// <summary>What people do at the door, for tests.</summary>
static partial class Door
{
    public const string Password = "planable-demo";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A browser of somebody who is not signed in yet; it keeps cookies.</summary>
    public static HttpClient Browser(this TestApp app, string agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    {
        var client = app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true });
        client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    /// <summary>Opens a page and sends its form with these fields.</summary>
    public static async Task<HttpResponseMessage> Fill(this HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(page, Cancel);
        var token = FormToken().Match(html).Groups[1].Value;
        return await client.PostAsync(action, new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]), Cancel);
    }

    public static Task<HttpResponseMessage> SignIn(this HttpClient client, string email, string password = Password, string returnUrl = "/") =>
        client.Fill("/sign-in", "/sign-in", ("Email", email), ("Password", password), ("returnUrl", returnUrl));

    public static async Task<bool> IsIn(this HttpClient client) => (await client.GetAsync("/account", Cancel)).StatusCode == HttpStatusCode.OK;

    public static async Task<string> Shown(this HttpResponseMessage response) => await response.Content.ReadAsStringAsync(Cancel);

    /// <summary>What a page says, without what differs each time.</summary>
    public static async Task<string> Words(this HttpResponseMessage response, string email) =>
        FormToken().Replace(await response.Shown(), "").Replace(email, "", StringComparison.Ordinal);

    /// <summary>Everything that lies in the pickup folder for the address, newest first.</summary>
    public static async Task<IReadOnlyList<EmlFile>> Mails(this TestApp app, string to)
    {
        await app.Run<SendMailJob>();
        if (!Directory.Exists(app.MailFolder))
            return [];
        var mails = new List<EmlFile>();
        foreach (var file in new DirectoryInfo(app.MailFolder).EnumerateFiles("*.eml").OrderByDescending(f => f.LastWriteTimeUtc))
            mails.Add(await EmlFile.Read(file.FullName, Cancel));
        return [.. mails.Where(m => m.To == to)];
    }

    /// <summary>Path and query of the link in a mail that begins with this path.</summary>
    public static string Link(this EmlFile mail, string path) => Regex.Match(mail.Text, $@"http://[^/\s]+({Regex.Escape(path)}\S*)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    public static string Key(this string link) => Uri.UnescapeDataString(Regex.Match(link, "key=([^&]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    public static async Task<T> Ask<T>(this TestApp app, Func<PlanableDb, Task<T>> question)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<PlanableDb>());
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
