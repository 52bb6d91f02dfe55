using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Tests.Approvals;
using Planable.Tests.Support;

namespace Planable.Tests.Reviews;

/// <summary>Links of Acme for tests through the app, made as Pia makes them.</summary>
static class SharedPosts
{
    public const string Browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

    /// <summary>Ivo has approved it: it waits for the client.</summary>
    public static Task<Guid> ForClient(this TestApp app, string text, double days = 3) => app.Write(text, days, true, "ivo");

    /// <returns>The path of the link, and its id.</returns>
    public static async Task<(string Path, Guid Id)> Share(this TestApp app, string name, params (string Name, string? Value)[] fields)
    {
        using var pia = await app.As("pia");
        using var made = await pia.Post("/w/acme/reviews", [("Name", name), ("Reach", fields.FirstOrDefault(f => f.Name == "Reach").Value ?? "Decide"), .. fields.Where(f => f.Name != "Reach")]);
        Assert.True(made.StatusCode == System.Net.HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var page = await pia.Page("/w/acme/reviews");
        var id = await app.In("acme", db => db.ReviewLinks.Where(l => l.Name == name).OrderByDescending(l => l.MadeAt).Select(l => l.Id).FirstAsync());
        return (page.QuerySelector("#review-address") is { } address ? new Uri(address.TextContent).AbsolutePath : await app.MailedPath(id), id);
    }

    /// <summary>Gus at his phone.</summary>
    public static async Task<Visitor> Gus(this TestApp app)
    {
        var gus = await app.As(null);
        gus.Http.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
        return gus;
    }

    public static Task<string> MailedPath(this TestApp app, Guid linkId) => app.In("acme", async db =>
        Regex.Match((await db.Mails.SingleAsync(m => m.Key == $"review-link:{linkId:N}")).Html, "/r/[0-9a-f]+").Value);

    public static Task<string> Code(this TestApp app, string address) => app.In("acme", async db =>
        (await db.Mails.Where(m => m.To == address && m.Key.StartsWith("review-code:")).OrderByDescending(m => m.CreatedAt).FirstAsync()).MailSubject[..6]);

    /// <summary>What the page of a post would send.</summary>
    public static async Task<(string Name, string? Value)[]> Fields(this TestApp app, Guid post, string what, string? name = null, string? reason = null, string? text = null, Guid? key = null)
    {
        var read = await app.Read(post);
        return
        [
            ("Level", read.Approval!.Current?.Id.ToString()), ("Hash", read.Content().Hash()), ("Version", read.LatestVersion.ToString(CultureInfo.InvariantCulture)), ("Key", (key ?? Guid.NewGuid()).ToString()),
            ("Do", what), ("Reason", reason), ("Text", text), ("Name", name),
        ];
    }

    public static (string Name, string? Value)[] And(this (string Name, string? Value)[] fields, params (string Name, string? Value)[] more) => [.. fields.Where(f => !more.Any(m => m.Name == f.Name)), .. more];
}
