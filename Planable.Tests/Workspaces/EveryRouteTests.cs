using System.Net;
using System.Text.RegularExpressions;
using Planable.Tests.Support;

namespace Planable.Tests.Workspaces;

/// <summary>Walks all routes into a workspace, those of tomorrow too.</summary>
public class EveryRouteTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>What a client who only looks may send all the same.</summary>
    static readonly Dictionary<string, string> OpenToViewers = new(StringComparer.Ordinal)
    {
        ["POST w/{workspace}/views/{id}/default"] = "With which view one's own calendar opens.",
        ["POST w/{workspace}/view-as/end"] = "Forgets through whose eyes one looks.",
        ["POST w/{workspace}/posts/{id}/reading"] = "Marks the reader's own notices as read.",
    };

    /// <summary>What a writer may not.</summary>
    static readonly string[] ClosedToWriters =
    [
        "GET w/{workspace}/members/{id}", "POST w/{workspace}/members/{id}/role", "POST w/{workspace}/members/{id}/capabilities", "POST w/{workspace}/members/{id}/removal",
        "GET w/{workspace}/invitations/new", "POST w/{workspace}/invitations", "POST w/{workspace}/invitations/{id}/again", "POST w/{workspace}/invitations/{id}/revocation",
        "GET w/{workspace}/settings", "POST w/{workspace}/settings", "GET w/{workspace}/settings/zone", "POST w/{workspace}/settings/zone", "GET w/{workspace}/settings/brand", "POST w/{workspace}/settings/brand", "POST w/{workspace}/settings/brand/preview",
        "POST w/{workspace}/analytics/goals", "POST w/{workspace}/analytics/goals/{id}", "POST w/{workspace}/analytics/goals/{id}/removal", "POST w/{workspace}/analytics/limits", "POST w/{workspace}/analytics/limits/{id}/removal",
        "GET w/{workspace}/pause", "POST w/{workspace}/pause", "POST w/{workspace}/pause/end",
        "GET w/{workspace}/settings/slots", "GET w/{workspace}/settings/slots/{channelId}/{slotId}", "POST w/{workspace}/settings/slots/{channelId}", "POST w/{workspace}/settings/slots/{channelId}/{slotId}/removal",
        "GET w/{workspace}/settings/calendars", "POST w/{workspace}/settings/calendars", "POST w/{workspace}/settings/calendars/{id}/reading", "POST w/{workspace}/settings/calendars/{id}/removal",
        "POST w/{workspace}/settings/feeds", "POST w/{workspace}/settings/feeds/{id}/revocation",
        "POST w/{workspace}/settings/developers/sandbox", "GET w/{workspace}/settings/developers/sandbox/reset", "POST w/{workspace}/settings/developers/sandbox/reset",
        "GET w/{workspace}/settings/developers/apps/{id}", "POST w/{workspace}/settings/developers/apps", "POST w/{workspace}/settings/developers/apps/{id}", "POST w/{workspace}/settings/developers/apps/{id}/secret", "POST w/{workspace}/settings/developers/apps/{id}/removal",
        "GET w/{workspace}/settings/developers/webhooks", "POST w/{workspace}/settings/developers/webhooks", "GET w/{workspace}/settings/developers/webhooks/{id}", "POST w/{workspace}/settings/developers/webhooks/{id}",
        "POST w/{workspace}/settings/developers/webhooks/{id}/secret", "POST w/{workspace}/settings/developers/webhooks/{id}/pings", "POST w/{workspace}/settings/developers/webhooks/{id}/pause", "POST w/{workspace}/settings/developers/webhooks/{id}/resume",
        "POST w/{workspace}/settings/developers/webhooks/{id}/removal", "GET w/{workspace}/settings/developers/webhooks/{id}/deliveries/{sentId}", "POST w/{workspace}/settings/developers/webhooks/{id}/deliveries/{sentId}/copies",
        "GET w/{workspace}/settings/blackouts", "POST w/{workspace}/settings/blackouts", "GET w/{workspace}/settings/blackouts/{id}", "POST w/{workspace}/settings/blackouts/{id}/posts", "POST w/{workspace}/settings/blackouts/{id}/removal",
        "GET w/{workspace}/channels/new", "GET w/{workspace}/channels/new/{network}", "POST w/{workspace}/channels/new/{network}", "GET w/{workspace}/channels/choices/{state}", "POST w/{workspace}/channels/choices/{state}",
        "GET w/{workspace}/channels/new/practice", "GET w/{workspace}/channels/new/mastodon", "GET w/{workspace}/channels/new/bluesky",
        "POST w/{workspace}/channels/new/practice", "POST w/{workspace}/channels/new/mastodon", "POST w/{workspace}/channels/new/bluesky",
        "GET w/{workspace}/channels/links", "POST w/{workspace}/channels/links", "POST w/{workspace}/channels/links/{id}/revocation", "POST w/{workspace}/channels/links/{id}/acceptance", "POST w/{workspace}/channels/links/{id}/rejection",
        "GET w/{workspace}/channels/planned", "POST w/{workspace}/channels/planned",
        "GET w/{workspace}/channels/return", "GET w/{workspace}/channels/{id}/disconnect", "POST w/{workspace}/channels/{id}/disconnect",
        "POST w/{workspace}/channels/{id}/pause", "POST w/{workspace}/channels/{id}/resume", "POST w/{workspace}/channels/{id}/script", "POST w/{workspace}/channels/{id}/missed",
        "POST w/{workspace}/settings/labels/{id}", "GET w/{workspace}/settings/labels/{id}/removal", "POST w/{workspace}/settings/labels/{id}/removal", "POST w/{workspace}/settings/labels/{id}/removal/undo",
        "POST w/{workspace}/settings/snippets/{id}", "POST w/{workspace}/settings/snippets/{id}/removal", "POST w/{workspace}/settings/sets/{id}", "POST w/{workspace}/settings/sets/{id}/removal",
        "POST w/{workspace}/ideas/ways/mail", "POST w/{workspace}/ideas/ways/mail/outsiders", "POST w/{workspace}/ideas/ways/mail/removal",
        "GET w/{workspace}/settings/approvals", "POST w/{workspace}/settings/approvals", "GET w/{workspace}/settings/approvals/flows/new", "POST w/{workspace}/settings/approvals/flows",
        "GET w/{workspace}/settings/approvals/flows/{id}", "POST w/{workspace}/settings/approvals/flows/{id}", "POST w/{workspace}/settings/approvals/flows/{id}/removal",
        "GET w/{workspace}/settings/approvals/silence", "POST w/{workspace}/settings/approvals/silence", "GET w/{workspace}/members/absences", "POST w/{workspace}/members/absences", "POST w/{workspace}/members/absences/{id}/end",
        "POST w/{workspace}/posts/{postId}/approval/slot", "POST w/{workspace}/posts/{postId}/approval/unlocking", "POST w/{workspace}/posts/{postId}/approval/decisions", "POST w/{workspace}/approvals/decisions",
        "POST w/{workspace}/settings/brand-rules", "GET w/{workspace}/settings/brand-rules/{id}", "POST w/{workspace}/settings/brand-rules/{id}", "POST w/{workspace}/settings/brand-rules/{id}/removal",
        "POST w/{workspace}/campaigns/{id}", "GET w/{workspace}/campaigns/{id}/edit", "GET w/{workspace}/campaigns/{id}/removal", "POST w/{workspace}/campaigns/{id}/removal", "POST w/{workspace}/campaigns/{id}/removal/undo",
        "GET w/{workspace}/reviews", "GET w/{workspace}/reviews/new", "POST w/{workspace}/reviews", "POST w/{workspace}/reviews/preview", "GET w/{workspace}/reviews/{id}", "POST w/{workspace}/reviews/{id}", "POST w/{workspace}/reviews/{id}/revocation",
        "GET w/{workspace}/reports", "GET w/{workspace}/reports/new", "GET w/{workspace}/reports/next-runs", "POST w/{workspace}/reports", "GET w/{workspace}/reports/{id}", "GET w/{workspace}/reports/{id}/settings", "POST w/{workspace}/reports/{id}",
        "POST w/{workspace}/reports/{id}/pause", "POST w/{workspace}/reports/{id}/resumption", "POST w/{workspace}/reports/{id}/skip", "POST w/{workspace}/reports/{id}/skip/undo", "POST w/{workspace}/reports/{id}/removal", "POST w/{workspace}/reports/{id}/runs",
        "GET w/{workspace}/reports/{id}/runs/{runId}", "GET w/{workspace}/reports/{id}/runs/{runId}/paper.pdf", "POST w/{workspace}/reports/{id}/runs/{runId}/release", "POST w/{workspace}/reports/{id}/runs/{runId}/removal",
        "POST w/{workspace}/posts/{id}/publication", "POST w/{workspace}/posts/{id}/publication/recall", "POST w/{workspace}/deliveries/{id}/retries", "POST w/{workspace}/attention/publications", "POST w/{workspace}/activity/check",
    ];

    static readonly HttpMethod[] Methods = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete];

    IReadOnlyList<Route> Routes => [.. Route.All(app).Where(r => r.IsInWorkspace)];

    [Fact]
    public async Task A_stranger_finds_nothing_behind_any_of_them()
    {
        var samples = await Samples.Make(app);
        using var oscar = await app.As("oscar");
        foreach (var address in Routes.Select(r => r.Address(samples)).Distinct(StringComparer.Ordinal))
        {
            foreach (var method in Methods)
            {
                var route = Routes.Any(r => r.Method == method && r.Address(samples) == address);
                foreach (var htmx in (bool[])[false, true])
                {
                    using var answer = await oscar.Send(method, address, Body(method), htmx);
                    Assert.True(answer.StatusCode == HttpStatusCode.NotFound || (!route && answer.StatusCode == HttpStatusCode.MethodNotAllowed), $"{method} {address} (htmx: {htmx}) answered {(int)answer.StatusCode}.");
                }
            }
        }
    }

    [Fact]
    public async Task Nobody_is_asked_to_sign_in_at_all_of_them()
    {
        var samples = await Samples.Make(app);
        using var nobody = await app.As(null);
        await Walk(nobody, Routes, samples, answer =>
            answer.StatusCode == HttpStatusCode.Unauthorized || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_client_who_only_looks_changes_nothing()
    {
        var samples = await Samples.Make(app);
        using var carl = await app.As("carl");
        await Walk(carl, Routes.Where(r => !r.IsRead && !OpenToViewers.ContainsKey(r.Name)), samples, answer => answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_writer_stays_out_of_what_others_decide()
    {
        var samples = await Samples.Make(app);
        var unknown = ClosedToWriters.Concat(OpenToViewers.Keys).Except(Routes.Select(r => r.Name)).ToList();
        Assert.True(unknown.Count == 0, $"There are no such routes any more: {string.Join(", ", unknown)}");
        using var wanda = await app.As("wanda");
        await Walk(wanda, Routes.Where(r => ClosedToWriters.Contains(r.Name)), samples, answer => answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task No_page_speaks_of_another_client()
    {
        var samples = await Samples.Make(app);
        using var wanda = await app.As("wanda");
        var opened = 0;
        foreach (var route in Routes.Where(r => r.Method == HttpMethod.Get && !r.IsLive))
        {
            foreach (var htmx in (bool[])[false, true])
            {
                using var answer = await wanda.Get(route.Address(samples), htmx);
                Assert.True((int)answer.StatusCode < 500, $"{route.Name} (htmx: {htmx}) answered {(int)answer.StatusCode}.");
                // Form tokens are random and may spell anything.
                var words = Regex.Replace(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), @"CfDJ8[\w-]+", "");
                Assert.False(Regex.IsMatch(words, @"\bBolt\b", RegexOptions.IgnoreCase), $"{route.Name} (htmx: {htmx}) speaks of Bolt.");
                opened += answer.IsSuccessStatusCode ? 1 : 0;
            }
        }

        Assert.True(opened > 10, $"Only {opened} pages opened.");
    }

    /// <summary>Collects every answer that is not as it must be, so that one run shows all holes.</summary>
    internal static async Task Walk(Visitor visitor, IEnumerable<Route> routes, IReadOnlyDictionary<string, string> samples, Func<HttpResponseMessage, bool> isRight)
    {
        var wrong = new List<string>();
        foreach (var route in routes)
        {
            foreach (var htmx in (bool[])[false, true])
            {
                using var answer = await visitor.Send(route.Method, route.Address(samples), Body(route.Method), htmx);
                if (!isRight(answer))
                    wrong.Add($"{route.Name} (htmx: {htmx}) answered {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static FormUrlEncodedContent? Body(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Head ? null : new([]);
}

/// <summary>Apart from the other walks: an owner's empty forms take people out of the workspace too.</summary>
public class EmptyFormTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task An_empty_form_breaks_none_of_the_routes()
    {
        using var olga = await app.As("olga");
        foreach (var route in Route.All(app).Where(r => r.IsInWorkspace && !r.IsLive))
            await EveryRouteTests.Walk(olga, [route], await Samples.Make(app), answer => (int)answer.StatusCode < 500);
    }
}
