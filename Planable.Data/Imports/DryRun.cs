using System.Globalization;
using Planable.Data.BrandRules;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Imports;

/// <summary>What a row would become.</summary>
/// <param name="Local">As read; null without a date, or if it cannot be read.</param>
/// <param name="Time">Null if there is none, or none that can be used.</param>
/// <param name="Instead">What to offer in place of a time the clocks skip.</param>
/// <param name="AsksWhich">Its time comes twice.</param>
/// <param name="Problems">Those that block stand in the way of importing the row; the others are told.</param>
public sealed record RowReading(ImportRow Row, PostEdit Edit, DateTime? Local, PlannedTime? Time, bool Schedules, IReadOnlyList<Problem> Problems, DateTime? Instead, bool AsksWhich)
{
    public IReadOnlyList<Label> Labels { get; init; } = [];

    public Campaign? Campaign { get; init; }

    public bool IsReady => !Row.IsImported && !Row.IsLeftOut && !Problems.Any(p => p.Blocks);

    public bool IsWrong => !Row.IsImported && !Row.IsLeftOut && Problems.Any(p => p.Blocks);
}

/// <summary>What lies around the rows in their workspace.</summary>
/// <param name="Pictures">By file name, lower case.</param>
/// <param name="Texts">What was said already, of the texts the rows hold.</param>
public sealed record ImportSurroundings(
    IReadOnlyList<Channel> Channels, IReadOnlyDictionary<string, MediaAsset> Pictures, IReadOnlyList<Label> Labels, IReadOnlyList<Campaign> Campaigns, IReadOnlyList<EarlierText> Texts);

/// <param name="At">When it goes or went out.</param>
public sealed record EarlierText(Guid ChannelId, string TextKey, DateTimeOffset At);

/// <summary>Reads rows as posts, by the rules of the composer, and writes nothing. What it finds is never stored: channels, clock and cells may have changed when it is asked again.</summary>
/// <param name="around">What the rows are read against.</param>
public sealed class DryRun(ImportMapping mapping, ImportSurroundings around, Workspace workspace, Member by, DateTimeOffset now)
{
    static readonly char[] Separators = [',', ';', '|', '\n'];

    readonly IReadOnlyList<Channel> channels = around.Channels;
    readonly ILookup<(Guid ChannelId, string TextKey), EarlierText> saidBefore = around.Texts.ToLookup(t => (t.ChannelId, t.TextKey));
    readonly Dictionary<(Guid ChannelId, string TextKey), List<(int Row, DateTimeOffset? At)>> saidInFile = [];
    readonly CultureInfo culture = CultureInfo.GetCultureInfo(workspace.Locale);
    readonly int text = mapping.ColumnOf(ImportField.Text);
    readonly int date = mapping.ColumnOf(ImportField.Date);
    readonly int time = mapping.ColumnOf(ImportField.Time);
    readonly int channel = mapping.ColumnOf(ImportField.Channels);
    readonly int link = mapping.ColumnOf(ImportField.Link);
    readonly int picture = mapping.ColumnOf(ImportField.Pictures);
    readonly int alt = mapping.ColumnOf(ImportField.Alt);
    readonly int label = mapping.ColumnOf(ImportField.Labels);
    readonly int campaign = mapping.ColumnOf(ImportField.Campaign);

    readonly IReadOnlyList<(int Column, Channel Channel)> ownTexts =
        [.. mapping.Columns.Select((field, column) => (column, Channel: around.Channels.FirstOrDefault(c => c.Id == ImportField.ChannelOf(field)))).Where(c => c.Channel is not null).Select(c => (c.column, c.Channel!))];

    /// <summary>The file names the rows speak of.</summary>
    public static IReadOnlyList<string> PicturesNamed(ImportMapping mapping, IEnumerable<ImportRow> rows)
    {
        var column = mapping.ColumnOf(ImportField.Pictures);
        return column < 0 ? [] : [.. rows.SelectMany(r => Parts(r.Cell(column))).Select(p => p.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What the rows would say on each channel, as <see cref="TextKeys"/> compares it.</summary>
    public IReadOnlyCollection<string> TextKeysOf(IEnumerable<ImportRow> rows) =>
        [.. rows.SelectMany(r => ownTexts.Select(o => r.Cell(o.Column)).Append(r.Cell(text))).Select(t => TextKeys.Of(Clean(t))).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Rows are read in the order of the file: a repetition is told at the later one.</summary>
    public RowReading Read(ImportRow row)
    {
        var problems = new List<Problem>();
        var targets = Targets(row, problems);
        var edit = new PostEdit(
            Clean(row.Cell(text)),
            Clean(row.Cell(link)).Trim() is { Length: > 0 } address ? address : null,
            [.. targets.Select(c => new PostEdit.Target(c, OwnText(row, c), null))],
            Pictures(row, problems));
        if (edit.Text.Length > Post.TextLength)
            problems.Add(Block("TEXT_ENORMOUS", ImportField.Text, "This text has {0} characters. No network takes more than {1}; shorten it before saving.", edit.Text.Length, Post.TextLength));
        if (edit.Link is { Length: > 2000 })
            problems.Add(Block("LINK_TOO_LONG", ImportField.Link, "This address is too long."));

        var (local, planned, instead, asks) = When(row, problems);
        var schedules = mapping.Schedules && local is not null;
        if (schedules && !by.Can(Permission.SchedulePosts))
            problems.Add(Block("ROLE", ImportField.Date, "Your role does not schedule posts. Import them as drafts."));
        else if (schedules && workspace.Approvals.IsRequired)
            problems.Add(Block("APPROVAL_NEEDED", ImportField.Date, "Nothing of this client goes out before it is approved. Import them as drafts, then send them for approval."));
        // A draft may be unfinished; what goes out by itself may not.
        var isChannelUnclear = problems.Exists(p => p.Target == ImportField.Channels);
        var (labels, joined) = (Labels(row, problems), Campaign(row, problems));
        var brand = BrandChecks.Of(workspace.BrandRules, edit, [.. labels.Select(l => l.Id)], null);
        problems.AddRange(PostProblems.Of(edit, brand: brand, alt: workspace.AltPolicy).Where(p => !(isChannelUnclear && p.Code == "NO_CHANNEL")).Select(p => schedules ? p : p with { Blocks = false }));
        if (!row.IsImported && !row.IsLeftOut)
            Repetitions(row, edit, planned?.Instant, problems);
        return new RowReading(row, edit, local, planned, schedules, [.. problems.OrderByDescending(p => p.Blocks)], instead, asks) { Labels = labels, Campaign = joined };
    }

    /// <summary>The post the row becomes, with the row's id.</summary>
    public static Post Make(RowReading reading, Workspace workspace, Member by, DateTimeOffset at)
    {
        var post = Post.Draft(by, workspace, at, reading.Row.Id);
        post.Edit(reading.Edit, by, at);
        post.Relabel(reading.Labels, by, at);
        post.Join(reading.Campaign, by, at);
        post.Cut(by, at);
        if (reading is { Schedules: true, Time: { } time })
            post.Schedule(time, by, at);
        else if (reading.Time is { } planned)
            post.Plan(planned, by, at);
        reading.Row.Imported();
        return post;
    }

    (DateTime? Local, PlannedTime? Time, DateTime? Instead, bool Asks) When(ImportRow row, List<Problem> problems)
    {
        var (typed, clock) = (row.Cell(date).Trim(), row.Cell(time).Trim());
        if (typed.Length == 0)
        {
            if (clock.Length > 0)
                problems.Add(Block("TIME_INCOMPLETE", ImportField.Date, "Give both a date and a time."));
            return default;
        }

        if (ImportDates.Read(typed, clock, mapping.At, mapping.Dates, workspace.Zone, culture) is not { } local)
        {
            problems.Add(Block("TIME_UNREADABLE", ImportField.Date, "\"{0}\" is no date and time that can be read. Write it like 2026-11-22 09:00, 22.11.2026 09:00 or 22 Nov 2026 9:00 am.", $"{typed} {clock}".Trim()));
            return default;
        }

        var reading = Zones.Read(local, workspace.Zone);
        try
        {
            var planned = PlannedTime.Read(local, workspace.Zone, row.Second);
            workspace.MustBeOpen(planned.Instant);
            if (planned.Instant <= now)
            {
                problems.Add(new Problem(
                    "TIME_PAST", "{0} in {1} has passed. Choose a later time, or publish now.", [local.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture), Zones.City(workspace.Zone)], ImportField.Date, null, Blocks: mapping.Schedules));
            }

            return (local, planned, null, reading is LocalReading.Twice);
        }
        catch (RuleBroken rule)
        {
            problems.Add(Block(rule.Code, ImportField.Date, rule.Words, rule.Arguments));
            return (local, null, (reading as LocalReading.Never)?.Instead, reading is LocalReading.Twice);
        }
    }

    List<Channel> Targets(ImportRow row, List<Problem> problems)
    {
        var targets = new List<Channel>();
        foreach (var name in Parts(row.Cell(channel)))
        {
            switch (ChannelNames.Named(name, channels))
            {
                case [var only]:
                    targets.Add(only);
                    break;
                case []:
                    problems.Add(Block("CHANNEL_UNKNOWN", ImportField.Channels, "There is no channel \"{0}\" here. There is: {1}.", name, string.Join(", ", channels.Where(c => c.State != ChannelState.Disconnected).Select(c => c.Name))));
                    break;
                case var several:
                    problems.Add(Block("CHANNEL_AMBIGUOUS", ImportField.Channels, "\"{0}\" can be several channels: {1}. Write the name of the one you mean.", name, string.Join(", ", several.Select(c => c.Name))));
                    break;
            }
        }

        if (row.Cell(channel).Trim().Length == 0)
            targets.AddRange(channels.Where(c => mapping.Channels.Contains(c.Id)));
        targets.AddRange(ownTexts.Where(o => row.Cell(o.Column).Trim().Length > 0).Select(o => o.Channel));
        return [.. targets.DistinctBy(c => c.Id)];
    }

    string? OwnText(ImportRow row, Channel target) =>
        ownTexts.Where(o => o.Channel.Id == target.Id).Select(o => Clean(row.Cell(o.Column))).FirstOrDefault(t => t.Trim().Length > 0);

    List<PostEdit.Picture> Pictures(ImportRow row, List<Problem> problems)
    {
        var found = new List<PostEdit.Picture>();
        var words = Clean(row.Cell(alt)).Trim();
        foreach (var name in Parts(row.Cell(picture)))
        {
            if (around.Pictures.GetValueOrDefault(name.ToLowerInvariant()) is not { } asset)
                problems.Add(Block("PICTURE_UNKNOWN", ImportField.Pictures, "There is no picture called {0} in the media of this client. Upload it first, or take the name out.", name));
            else if (!found.Exists(p => p.Asset.Id == asset.Id))
                found.Add(new PostEdit.Picture(asset, words.Length <= PostMedia.AltLength ? words : words[..PostMedia.AltLength]));
        }

        return found;
    }

    List<Label> Labels(ImportRow row, List<Problem> problems)
    {
        var found = new List<Label>();
        foreach (var name in Parts(row.Cell(label)))
        {
            if (around.Labels.FirstOrDefault(l => l.Key == Label.KeyOf(name)) is not { } known)
                problems.Add(Block("LABEL_UNKNOWN", ImportField.Labels, "There is no label \"{0}\" here. Make it first, or take it out.", name));
            else if (!found.Contains(known))
                found.Add(known);
        }

        return found;
    }

    Campaign? Campaign(ImportRow row, List<Problem> problems)
    {
        if (row.Cell(campaign).Trim() is not { Length: > 0 } name)
            return null;
        var found = around.Campaigns.FirstOrDefault(c => c.Key == Label.KeyOf(name));
        if (found is null)
            problems.Add(Block("CAMPAIGN_UNKNOWN", ImportField.Campaign, "There is no campaign \"{0}\" here. Make it first, or take it out.", name));
        return found;
    }

    /// <summary>The same words on the same channel within thirty days: told, never in the way.</summary>
    void Repetitions(ImportRow row, PostEdit edit, DateTimeOffset? at, List<Problem> problems)
    {
        foreach (var target in edit.Targets)
        {
            if (TextKeys.Of(target.Text ?? edit.Text) is not { } key)
                continue;
            var (said, day) = ((target.Channel.Id, key), at ?? now);
            if (saidInFile.TryGetValue(said, out var rows) && rows.Find(r => IsNear(r.At ?? now, day)) is { Row: > 0 } same)
                problems.Add(new Problem("TEXT_REPEATED", "Row {0} says the same on {1} within 30 days.", [same.Row, target.Channel.Name], ImportField.Text, target.Channel.Id, Blocks: false));
            else if (saidBefore[said].FirstOrDefault(t => IsNear(t.At, day)) is { } earlier)
                problems.Add(new Problem("TEXT_REPEATED_BEFORE", "A post of {0} says the same on {1}.", [Zones.ToLocal(earlier.At, workspace.Zone).ToString("d MMM yyyy", CultureInfo.InvariantCulture), target.Channel.Name], ImportField.Text, target.Channel.Id, Blocks: false));
            (rows ?? (saidInFile[said] = [])).Add((row.Number, at));
        }
    }

    static bool IsNear(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= PostNeighbours.Repeated;

    static string[] Parts(string cell) => cell.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>One kind of line break, and nothing a database refuses.</summary>
    static string Clean(string cell) => cell.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\0", "", StringComparison.Ordinal);

    static Problem Block(string code, string target, string words, params object[] arguments) => new(code, words, arguments, target, null, Blocks: true);
}
