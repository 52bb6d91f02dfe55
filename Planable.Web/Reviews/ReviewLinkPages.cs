using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Calendar;
using Planable.Data.Reviews;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Labels;

namespace Planable.Web.Reviews;

/// <summary>What the team settles about a link.</summary>
public sealed class ReviewLinkForm
{
    [StringLength(ReviewLink.NameLength)]
    public string? Name { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public List<Guid> Channels { get; set; } = [];

    public List<Guid> Labels { get; set; } = [];

    /// <summary>A picked set, separated by commas.</summary>
    public string? Posts { get; set; }

    public ReviewShare Share { get; set; }

    public ReviewReach Reach { get; set; } = ReviewReach.Decide;

    public IdentityStrength Identity { get; set; }

    public bool Watermark { get; set; }

    /// <summary>The last day; null for a link without an end.</summary>
    public DateOnly? Ends { get; set; }

    [StringLength(ReviewLink.LongestPassword)]
    public string? Password { get; set; }

    public bool RemovePassword { get; set; }

    /// <summary>Empty for the client's.</summary>
    public string? Language { get; set; }

    /// <summary>Of the client's people: who gets a personal link.</summary>
    public List<Guid> Members { get; set; } = [];

    /// <summary>Others who do, one a line: "Gus, gus@acme.example".</summary>
    [StringLength(4000)]
    public string? People { get; set; }

    public IReadOnlyList<Guid> Picked => [.. (Posts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];

    public ReviewTerms Terms(Workspace workspace) => new(
        Name ?? "",
        new ReviewScope(From, To, Channels, Labels, Picked),
        Reach,
        Identity,
        Watermark,
        Ends is { } last ? Zones.ToInstantLeniently(last.AddDays(1).ToDateTime(TimeOnly.MinValue), workspace.Zone) : null,
        RemovePassword ? "" : string.IsNullOrEmpty(Password) ? null : Password,
        string.IsNullOrEmpty(Language) ? null : Language);

    /// <summary>"Gus, gus@acme.example", "Gus gus@acme.example" or the address alone.</summary>
    public IEnumerable<(string Name, string Address)> Others()
    {
        foreach (var line in (People ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = line.LastIndexOfAny([' ', ',', ';', '<']) + 1;
            var address = line[at..].TrimEnd('>').Trim();
            var name = line[..at].Trim(' ', ',', ';', '<', '\t');
            if (!address.Contains('@', StringComparison.Ordinal))
                throw new RuleBroken("ADDRESS_WRONG", "{0} is not an e-mail address.", line);
            yield return (name.Length > 0 ? name : address[..address.IndexOf('@', StringComparison.Ordinal)] is var own && own.Length > ReviewLink.PersonLength ? own[..ReviewLink.PersonLength] : own, address);
        }
    }

    public static ReviewLinkForm Of(ReviewLink link, string zone) => new()
    {
        Name = link.Name,
        From = link.Scope.From,
        To = link.Scope.To,
        Channels = [.. link.Scope.Channels],
        Labels = [.. link.Scope.Labels],
        Posts = string.Join(',', link.Scope.Posts),
        Share = link.Share,
        Reach = link.Reach,
        Identity = link.Identity,
        Watermark = link.Watermark,
        Language = link.Language,
        Ends = link.ExpiresAt is { } end ? DateOnly.FromDateTime(Zones.ToLocal(end.AddSeconds(-1), zone)) : null,
    };

    /// <summary>What somebody looks at in the calendar, as a link would show it.</summary>
    public static ReviewLinkForm Of(CalendarQuery look, DateOnly today)
    {
        var month = look.Date ?? today;
        var first = new DateOnly(month.Year, month.Month, 1);
        var (from, to) = look.View switch
        {
            _ when look.Unscheduled || look.AllDates => (null, null),
            _ when look.From is not null || look.To is not null => (look.From, look.To),
            CalendarView.Week => (month.AddDays(-(((int)month.DayOfWeek + 6) % 7)), month.AddDays(6 - (((int)month.DayOfWeek + 6) % 7))),
            CalendarView.Day => (month, month),
            _ => ((DateOnly?)first, (DateOnly?)first.AddMonths(1).AddDays(-1)),
        };
        return new ReviewLinkForm { Name = from is { } start ? start.ToString("MMMM", CultureInfo.CurrentCulture) : null, From = from, To = to, Channels = [.. look.Channels], Labels = [.. look.Labels] };
    }
}

public sealed record ChannelOption(Guid Id, string Name, string Network);

public sealed record PersonOption(Guid Id, string Name, string Address);

/// <summary>What the form offers.</summary>
/// <param name="Hidden">Of the picked posts: how many only the team sees.</param>
public sealed record ReviewChoices(IReadOnlyList<ChannelOption> Channels, IReadOnlyList<LabelChoice> Labels, IReadOnlyList<PersonOption> People, IReadOnlyList<string> Picked, int Hidden);

/// <param name="Link">Null for a new one.</param>
public sealed record ReviewLinkPage(ReviewLink? Link, ReviewLinkForm Form, ReviewChoices Choices, IReadOnlyList<VisitLine> Visits, string? Problem = null);

/// <summary>Somebody who was at a link, and what they did there.</summary>
/// <param name="Seen">Of the posts the link shows now.</param>
/// <param name="Of">How many those are.</param>
public sealed record VisitLine(string? Name, string? Address, string Device, int Seen, int Of, int Decisions, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <param name="Seen">How many posts the one who saw most has seen.</param>
public sealed record ReviewLinkRow(
    Guid Id, string Name, string? Person, string? Address, ReviewShare Share, ReviewReach Reach, bool HasPassword, ReviewLinkState State, DateTimeOffset? ExpiresAt, string MadeBy, DateTimeOffset MadeAt, int Visits, int Seen, DateTimeOffset? LastAt, int Decisions, bool IsPaused);

/// <param name="Made">Addresses of links that were just made; shown this once.</param>
public sealed record ReviewLinksPage(IReadOnlyList<ReviewLinkRow> Links, IReadOnlyList<string> Made, IReadOnlyList<string> Mailed);
