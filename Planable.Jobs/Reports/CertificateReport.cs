using Planable.Data.Approvals;
using Planable.Data.Certificates;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <summary>A certificate to print and file: what its JSON says, with the pictures, and the hash by which anybody has it confirmed.</summary>
/// <param name="prints">By the id of the file, as far as there are any.</param>
public sealed class CertificateReport(CertificateContent content, string hash, string checkAt, IReadOnlyDictionary<Guid, PdfImage> prints, ReportFrame frame)
{
    const string Zone = "Etc/UTC";

    /// <summary>Before the hash in the file's own description, so that a file that was changed still says what it claims to be.</summary>
    public const string Mark = "certificate:";

    ReportWords Words => frame.Words;

    public byte[] Pdf() => Document.Create(document => frame.Page(document, Compose), frame.About(content.IssuedAt) with { Subject = Mark + hash }).GeneratePdf();

    void Compose(ColumnDescriptor column)
    {
        column.Title(frame, Words["Certificate of approval"], Heading(), Lead());
        column.Facts(
            (Words["Client"], content.Client), (Words["Post"], content.Post.ToString()), (Words["Issued"], Words["{0} by {1}", Words.Moment(content.IssuedAt, Zone), content.IssuedBy]), (Words["Hash"], hash),
            (Words["Confirm at"], checkAt));
        column.Heading(Words["Who decided"]);
        column.Decisions(frame, content.Decisions, Zone);
        // The approved version first: that is what the paper is for.
        foreach (var version in content.Versions.OrderByDescending(v => v.Number == content.Approved).ThenByDescending(v => v.Number))
            ComposeVersion(column, version);
        if (content.Deliveries.Count > 0)
            ComposeDeliveries(column);
        column.Item().PaddingTop(7 * Mm).MaxWidth(150 * Mm).Text(Words["Times are in UTC. The hash stands for everything this certificate says: type it in at the address above to learn whether it was issued and is unchanged."]).Style(Small);
    }

    string Heading() => content.Approved is { } number ? Words["Version {0} is approved", number] : Words["No version is approved"];

    string Lead() => content.Approved is { } number
        ? string.Join(' ', new[] { Approvers(number), content.Decisions.Any(d => d.Version == number && d.Kind == DecisionKind.SilentConsent) ? Words["The client said nothing in time, which it agreed counts as consent."] : "" }.Where(s => s.Length > 0))
        : "";

    string Approvers(int version) =>
        string.Join(", ", content.Decisions.Where(d => d.Version == version && d.Kind == DecisionKind.Approved).Select(d => d.Recording is { } recording ? Words["{0} ({1}, written down by {2})", d.By, Words[recording.Way], recording.By] : d.For is { } away ? Words["{0} for {1}", d.By, away] : d.By).Distinct()) is { Length: > 0 } names ? Words["Approved by {0}.", names] : "";

    void ComposeVersion(ColumnDescriptor column, CertifiedVersion version)
    {
        column.Heading(version.Number == content.Approved ? Words["Version {0}, approved", version.Number] : Words["Version {0}", version.Number]);
        column.Item().PaddingBottom(2 * Mm).Text(Words["{0}, {1}", version.By, Words.Moment(version.At, Zone)]).Style(Small);
        if (!version.IsGenuine)
            column.Item().PaddingBottom(2 * Mm).Text(Words["When the certificate was issued, the kept content no longer had its hash: somebody changed it past the product."]).FontSize(8.5).Medium().FontColor(Loss);
        column.Item().PaddingBottom(2 * Mm).BorderTop(0.4, Rule).PaddingTop(2.4 * Mm).Text(version.Text.Length > 0 ? version.Text : Words["Without text"]).Style(Text);
        if (version.Link is { Length: > 0 } link)
            column.Item().PaddingBottom(2 * Mm).Text(link).Style(Cell);
        foreach (var own in version.Channels.Where(c => c.Text != version.Text))
        {
            column.Item().Text(Words["On {0}", own.Channel]).Style(Small);
            column.Item().PaddingBottom(2 * Mm).Text(own.Text).Style(Text);
        }

        column.Item().PaddingBottom(3 * Mm).Text(Words["Channels: {0}", string.Join(", ", version.Channels.Select(c => c.Channel))]).Style(Small);
        column.Files([.. version.Files.Select(f => new PrintedFile(f.Name, f.Alt, prints.GetValueOrDefault(f.Id), f.Sha256))]);
        column.Item().Text(Words["Hash of this version: {0}", version.Hash]).Style(Small);
    }

    void ComposeDeliveries(ColumnDescriptor column)
    {
        column.Heading(Words["Where it went out"]);
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(frame, Words["Where it went out"]);
            table.RelativeColumn(3);
            table.AutoColumn();
            table.RelativeColumn(3);
            table.RelativeColumn(4);
            table.Head(Words["Channel"], Words["Version"], Words["When"], Words["Address"]);
            foreach (var delivery in content.Deliveries)
                table.Row(row =>
                {
                    row.RowHeader().Text(delivery.Channel).Medium();
                    row.Cell().Text(delivery.Version.ToString(Words.Culture)).AlignEnd();
                    row.Cell().Text(delivery.PublishedAt is { } at ? Words.Moment(at, Zone) : "").FontColor(Body);
                    row.Cell().Text(delivery.Permalink ?? "").FontColor(Body);
                });
        });
    }
}
