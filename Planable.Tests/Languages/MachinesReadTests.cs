using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Feeds;
using Planable.Data.Logs;
using Planable.Tests.Approvals;
using Planable.Tests.Reviews;
using Planable.Tests.Support;

namespace Planable.Tests.Languages;

/// <summary>What programs, browsers and scripts read is the same for everybody, whatever language the people around it read.</summary>
public sealed class MachinesReadTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Attributes in which a number with a comma or a date in words would be a mistake.</summary>
    static readonly string[] Measured = ["style", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "points", "transform", "viewBox", "width", "height", "datetime", "min", "max", "step", "data-at", "data-post", "data-version", "data-number", "data-date"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    Task Speak(string name, string? language) => app.In("acme", async db =>
    {
        (await TestApp.Member(db, name)).Speak(language);
        await db.SaveChangesAsync(Cancel);
    });

    [Fact]
    public async Task Tables_JSON_and_calendars_are_the_same_in_every_language()
    {
        await app.Write("Once for machines", 5, sent: false);
        var token = await app.In("acme", async db =>
        {
            var opened = CalendarFeed.Open("Everything", Data.Logs.Audience.Client, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            db.CalendarFeeds.Add(opened.Feed);
            await db.SaveChangesAsync(Cancel);
            return opened.Token;
        });
        var said = new Dictionary<string, List<string>>();
        foreach (var language in (string?[])[null, "de", "ar"])
        {
            await Speak("pia", language);
            using var pia = await app.As("pia");
            pia.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language ?? "en");
            foreach (var path in (string[])["/w/acme/exports/csv?view=list&dates=all", "/w/acme/exports/json?view=list&dates=all", $"/feeds/{token}.ics"])
            {
                using var answer = await pia.Get(path);
                Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
                said.TryAdd(path, []);
                // The clock goes on.
                said[path].Add(Regex.Replace(await answer.Content.ReadAsStringAsync(Cancel), @"(exportedAt"": ""|DTSTAMP:)[^""\r]+", "$1"));
            }
        }

        await Speak("pia", null);
        Assert.All(said, s => Assert.True(s.Value.Distinct(StringComparer.Ordinal).Count() == 1, $"{s.Key} differs:\n{string.Join("\n---\n", s.Value)}"));
        Assert.All(said, s => Assert.Contains("Once for machines", s.Value[0], StringComparison.Ordinal));
    }

    [Theory, InlineData("olga"), InlineData("clara")]
    public async Task Geometry_dates_and_values_of_fields_are_the_same_in_every_language(string name)
    {
        var id = await app.Write("Measured", 4, sent: false);
        List<string> paths = ["/w/acme/calendar", "/w/acme/calendar?view=week", "/w/acme/calendar?view=list&dates=all", "/w/acme/approvals", "/w/acme/analytics", "/account/notifications"];
        if (name == "clara")
            paths.Add("/w/acme/home");
        else
            paths.AddRange([$"/w/acme/posts/{id}/edit", "/w/acme/settings", "/w/acme/analytics/goals", "/w/acme/settings/approvals", "/w/acme/reviews/new"]);
        var measured = new Dictionary<string, List<string>>();
        foreach (var language in (string?[])[null, "de", "ar"])
        {
            await Speak(name, language);
            // A calendar opens as this browser left it.
            using var visitor = await app.As(name);
            foreach (var path in paths)
            {
                using var answer = await visitor.Get(path);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} in {language} answered {answer.StatusCode}");
                measured.TryAdd(path, []);
                measured[path].Add(Of(await Visitor.Shown(answer)));
            }
        }

        await Speak(name, null);
        Assert.True(measured.Count >= 5, string.Join('\n', measured.Keys));
        foreach (var (path, said) in measured)
        {
            Assert.Equal(said[0], said[1]);
            Assert.Equal(said[0], said[2]);
            Assert.False(said[0].Length == 0, path);
        }
    }

    static string Of(IDocument page) => string.Join('\n', page.All.SelectMany(e => e.Attributes
        .Where(a => Measured.Contains(a.Name, StringComparer.Ordinal) || (a.Name == "value" && e.LocalName is "input" or "option" or "button" && e.GetAttribute("name") != "__RequestVerificationToken"))
        .Select(a => $"{e.LocalName} {a.Name}={(a.Name == "value" && !Regex.IsMatch(a.Value, @"^[\d.,:/\-+ ]+$") ? "" : a.Value)}")));

    [Fact]
    public async Task A_number_typed_on_a_German_page_is_the_number_that_is_kept()
    {
        await app.RequireApproval();
        var id = await app.Write("Paid", 6, sent: false);
        await Speak("olga", "de");
        using var olga = await app.As("olga");
        using (var set = await olga.Post($"/w/acme/posts/{id}/approval/budget", ("budget", "12.5")))
            Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        Assert.Equal(12.5m, (await app.Read(id)).Budget);
        await Speak("olga", null);
    }

    [Theory, InlineData("de"), InlineData("ar")]
    public async Task A_form_sent_as_it_was_shown_changes_nothing(string language)
    {
        await Speak("olga", language);
        using var olga = await app.As("olga");
        var before = await Settings();
        var form = (await olga.Page("/w/acme/settings")).QuerySelectorAll<IHtmlFormElement>("form[method=post]").First(f => f.QuerySelector("[name=LateMinutes]") is not null);
        using var saved = await olga.Post(new Uri(form.Action).PathAndQuery, [.. Fields(form)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal(before, await Settings());
        await Speak("olga", null);

        Task<string> Settings() => app.In("acme", async db =>
        {
            var w = await db.Workspaces.AsNoTracking().SingleAsync(x => x.Id == db.WorkspaceId, Cancel);
            return FormattableString.Invariant($"{w.Name} {w.Locale} {w.WeekStart} {w.Website} {w.Colour} {w.DefaultAudience} {w.LateMinutes} {w.AltPolicy}");
        });
    }

    static IEnumerable<(string Name, string? Value)> Fields(IHtmlFormElement form) => form.Elements.Select(e => e switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlButtonElement => ("", null),
        IHtmlInputElement input => (input.Name ?? "", input.Value),
        IHtmlSelectElement select => (select.Name ?? "", select.Value),
        IHtmlTextAreaElement area => (area.Name ?? "", (string?)area.Value),
        _ => ("", null),
    }).Where(f => f.Item1.Length > 0);
}
