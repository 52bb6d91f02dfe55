using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Approvals;
using Planable.Data.Times;
using Planable.Jobs.Exports;
using Planable.Web.Shared;

namespace Planable.Web.Reviews;

/// <summary>What was decided about the posts of a link, as a table.</summary>
static class DecisionList
{
    public static string Of(ReviewFrame frame, IStringLocalizer<Words> words)
    {
        var zone = frame.Door.Workspace.Zone;
        string Said(DateTimeOffset at) => $"{Zones.ToLocal(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} {zone}";
        List<string[]> rows = [[words["Post"], words["Goes out"], words["Decision"], words["Comment"], words["By"], words["Version"], words["Decided"]]];
        rows.AddRange(frame.Items.Select(i => (string[])
        [
            i.Text,
            i.ScheduledAt is { } at ? Said(at) : "",
            i.Decision?.Kind switch { DecisionKind.Approved => words["Approved"], DecisionKind.SilentConsent => words["Silent consent"], DecisionKind.ChangesRequested => words["Changes requested"], DecisionKind.Rejected => words["Rejected"], _ => "" },
            i.Decision?.Text ?? "",
            i.Decision is { Recording: { } recording } told ? words["{0} ({1}, written down by {2})", told.Name, words[recording.Way].Value, recording.By] : i.Decision?.Name ?? "",
            i.Decision?.Version.ToString(CultureInfo.InvariantCulture) ?? "",
            i.Decision is { } decision ? Said(decision.At) : "",
        ]));
        return string.Concat(rows.Select(CsvText.Line));
    }

    public static string FileName(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
}
