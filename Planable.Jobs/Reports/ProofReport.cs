using Planable.Data.Certificates;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <param name="Text">What this channel gets.</param>
public sealed record ProofChannel(string Name, string Network, string Text, string State, string Mark);

/// <summary>One post as it is now.</summary>
/// <param name="When">In words, with the zone; null without a date.</param>
public sealed record Proof(
    string Title, string State, string Mark, string? When, string Author, string? Link, DateTimeOffset EditedAt, string Zone, IReadOnlyList<ProofChannel> Channels, IReadOnlyList<PrintedFile> Files,
    IReadOnlyList<(int Number, string By, DateTimeOffset At, string Hash)> Versions, IReadOnlyList<CertifiedDecision> Decisions)
{
    /// <summary>Files somebody said something about.</summary>
    public IReadOnlyList<PinnedFile> Pinned { get; init; } = [];
}

/// <summary>A sheet to look a post over on paper, or to file: what every channel gets, the pictures, its versions and who decided.</summary>
public sealed class ProofReport(Proof proof, ReportFrame frame)
{
    ReportWords Words => frame.Words;

    public byte[] Pdf() => Document.Create(document => frame.Page(document, Compose), frame.About(proof.EditedAt)).GeneratePdf();

    void Compose(ColumnDescriptor column)
    {
        column.Title(frame, Words["Proof sheet"], proof.Title);
        column.Facts(
            [(Words["State"], proof.State), (Words["When"], proof.When ?? Words["No date yet"]), (Words["Author"], proof.Author), (Words["Last changed"], Words.Moment(proof.EditedAt, proof.Zone)), .. proof.Link is { Length: > 0 } link ? [(Words["Link"], link)] : Array.Empty<(string, string)>()]);
        if (proof.Files.Count > 0)
        {
            column.Heading(Words["Pictures and files"]);
            column.Files(proof.Files);
        }

        column.Pinned(frame, proof.Pinned);

        // Channels that get the same words share a text.
        foreach (var same in proof.Channels.GroupBy(c => c.Text))
            ComposeText(column, [.. same]);
        if (proof.Channels.Count == 0)
            column.Item().PaddingTop(7 * Mm).Text(Words["No channel is chosen yet."]).Style(Text);
        if (proof.Versions.Count > 0)
            ComposeVersions(column);
        if (proof.Decisions.Count == 0)
            return;
        column.Heading(Words["Who decided"]);
        column.Decisions(frame, proof.Decisions, proof.Zone);
    }

    void ComposeText(ColumnDescriptor column, List<ProofChannel> channels)
    {
        column.Heading(string.Join(", ", channels.Select(c => c.Name)));
        foreach (var channel in channels)
            column.Item().Text(t =>
            {
                t.DefaultTextStyle(Small);
                t.Span(channel.Network);
                t.Span($", {channel.Name}: ");
                t.Span(channel.State).Medium().FontColor(Of(channel.Mark, frame));
            });
        column.Item().PaddingTop(2 * Mm).BorderTop(0.4, Rule).PaddingTop(2.4 * Mm).Text(channels[0].Text.Length > 0 ? channels[0].Text : Words["Without text"]).Style(Text);
    }

    void ComposeVersions(ColumnDescriptor column)
    {
        column.Heading(Words["Versions"]);
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(frame, Words["Versions"]);
            table.AutoColumn();
            table.RelativeColumn(2);
            table.RelativeColumn(3);
            table.RelativeColumn(3);
            table.Head(Words["Version"], Words["By"], Words["When"], Words["Hash"]);
            foreach (var (number, by, at, hash) in proof.Versions)
                table.Row(row =>
                {
                    row.RowHeader().Text(number.ToString(Words.Culture)).Medium();
                    row.Cell().Text(by);
                    row.Cell().Text(Words.Moment(at, proof.Zone)).FontColor(Body);
                    row.Cell().Text($"{hash[..Math.Min(16, hash.Length)]}…").FontColor(Grey);
                });
        });
    }
}
