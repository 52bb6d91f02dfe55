using System.Text;
using Planable.Data.Channels;

namespace Planable.Data.Imports;

/// <summary>How 03/04/2026 is read where a date does not tell by itself.</summary>
public enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>What a column can be. Besides these, "text:" with a channel's id is the text for that channel alone.</summary>
public static class ImportField
{
    public const string Text = "text";
    public const string Date = "date";
    public const string Time = "time";
    public const string Channels = "channels";
    public const string Link = "link";
    public const string Pictures = "pictures";
    public const string Alt = "alt";
    public const string Labels = "labels";
    public const string Campaign = "campaign";
    const string OwnText = "text:";

    public static readonly IReadOnlyList<string> All = [Text, Date, Time, Channels, Link, Pictures, Alt, Labels, Campaign];

    public static bool IsOwnText(string field) => field.StartsWith(OwnText, StringComparison.Ordinal);

    public static string TextFor(Guid channelId) => OwnText + channelId;

    public static Guid? ChannelOf(string field) => IsOwnText(field) && Guid.TryParse(field.AsSpan(OwnText.Length), out var id) ? id : null;
}

/// <summary>What a person said about the columns.</summary>
/// <param name="Columns">For each column a field, or nothing.</param>
/// <param name="At">The time of day for rows with a date alone.</param>
/// <param name="Channels">For rows that name none.</param>
/// <param name="Schedules">Rows with a date are scheduled; otherwise they become drafts that keep it.</param>
public sealed record ImportMapping(IReadOnlyList<string> Columns, DateOrder Dates, TimeOnly At, IReadOnlyList<Guid> Channels, bool Schedules)
{
    public static readonly TimeOnly Nine = new(9, 0);

    static readonly Dictionary<string, string[]> Names = new(StringComparer.Ordinal)
    {
        [ImportField.Text] = ["text", "post", "post text", "caption", "message", "content", "copy", "body", "beitrag", "beitragstext", "texte", "texto"],
        [ImportField.Date] =
        [
            "date", "day", "datum", "publish date", "post date", "posting date", "scheduled date", "fecha", "date time", "datetime", "date and time", "scheduled at", "scheduled", "schedule", "publish at",
            "scheduled time", "posting time", "post at", "when", "datum und uhrzeit",
        ],
        [ImportField.Time] = ["time", "uhrzeit", "zeit", "heure", "hora", "publish time", "post time"],
        [ImportField.Channels] =
        [
            "channel", "channels", "network", "networks", "page", "pages", "account", "accounts", "profile", "profiles", "platform", "platforms", "social network", "kanal", "kanäle", "netzwerk", "netzwerke", "plattform",
        ],
        [ImportField.Link] = ["link", "url", "address", "link url"],
        [ImportField.Pictures] = ["picture", "pictures", "image", "images", "photo", "photos", "media", "file", "files", "bild", "bilder"],
        [ImportField.Labels] = ["label", "labels", "tag", "tags", "category", "categories", "stichwort", "stichwörter", "kategorie", "kategorien"],
        [ImportField.Campaign] = ["campaign", "kampagne", "campagne", "campaña"],
        [ImportField.Alt] = ["alt", "alt text", "alternative text", "image description", "alternativtext", "bildbeschreibung"],
    };

    public bool Has(string field) => Columns.Contains(field);

    public int ColumnOf(string field) => Columns.ToList().IndexOf(field);

    /// <summary>Guesses from the headings; what this workspace said about a heading before goes first.</summary>
    /// <param name="remembered">Field by heading, as <see cref="Plain"/> writes it.</param>
    public static ImportMapping Guess(IReadOnlyList<string> headings, IReadOnlyList<ImportRow> rows, IReadOnlyList<Channel> channels, IReadOnlyDictionary<string, string> remembered, bool monthFirst)
    {
        var columns = new List<string>();
        foreach (var heading in headings)
        {
            var plain = Plain(heading);
            var guess = remembered.GetValueOrDefault(plain) ?? Names.FirstOrDefault(n => n.Value.Contains(plain)).Key ?? OwnText(plain, channels) ?? "";
            var isKnown = guess.Length == 0 || ImportField.All.Contains(guess) || channels.Any(c => c.Id == ImportField.ChannelOf(guess));
            columns.Add(!isKnown || columns.Contains(guess) ? "" : guess);
        }

        var order = rows.Select(r => ImportDates.OrderOf(r.Cell(columns.IndexOf(ImportField.Date)))).FirstOrDefault(o => o is not null) ?? (monthFirst ? DateOrder.MonthFirst : DateOrder.DayFirst);
        return new ImportMapping(columns, order, Nine, [], Schedules: false);
    }

    /// <summary>A heading without what people write differently.</summary>
    public static string Plain(string heading)
    {
        var plain = new StringBuilder();
        foreach (var c in heading.ToLowerInvariant())
            plain.Append(char.IsLetterOrDigit(c) ? c : ' ');
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>"Instagram text", "Text Acme Coffee".</summary>
    static string? OwnText(string plain, IReadOnlyList<Channel> channels)
    {
        foreach (var word in (string[])["text", "caption", "copy"])
        {
            var name = plain.StartsWith(word + " ", StringComparison.Ordinal) ? plain[(word.Length + 1)..] : plain.EndsWith(" " + word, StringComparison.Ordinal) ? plain[..^(word.Length + 1)] : null;
            if (name is not null && ChannelNames.Named(name, channels) is [var only])
                return ImportField.TextFor(only.Id);
        }

        return null;
    }
}

public static class ChannelNames
{
    /// <summary>Channels a person may mean: by name or handle, or else all of a network.</summary>
    public static IReadOnlyList<Channel> Named(string typed, IReadOnlyList<Channel> channels)
    {
        var name = ImportMapping.Plain(typed);
        if (name.Length == 0)
            return [];
        var known = channels.Where(c => c.State != ChannelState.Disconnected).ToList();
        var exact = known.Where(c => ImportMapping.Plain(c.Name) == name || ImportMapping.Plain(c.Handle) == name).ToList();
        return exact.Count > 0 ? exact : [.. known.Where(c => ImportMapping.Plain(c.Network) == name || (Networks.Networks.Find(c.Network) is { } network && ImportMapping.Plain(network.Name) == name))];
    }
}
