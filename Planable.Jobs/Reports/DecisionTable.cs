using Planable.Data.Approvals;
using Planable.Data.Certificates;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports;

/// <summary>Who decided what, how they were known and when, as certificates and proof sheets show it.</summary>
static class DecisionTable
{
    public static void Decisions(this ColumnDescriptor column, ReportFrame frame, IReadOnlyList<CertifiedDecision> decisions, string zone)
    {
        var words = frame.Words;
        column.Item().DefaultTextStyle(Cell).Table(table =>
        {
            table.Rules();
            table.Continued(frame, words["Who decided"]);
            table.RelativeColumn(3);
            table.RelativeColumn(4);
            table.RelativeColumn(3);
            table.Head(words["Decision"], words["By"], words["When"]);
            foreach (var decision in decisions)
                table.Row(row => Row(row, frame, decision, zone));
        });
    }

    static void Row(TableRowDescriptor row, ReportFrame frame, CertifiedDecision decision, string zone)
    {
        var words = frame.Words;
        row.RowHeader().Column(c =>
        {
            c.Item().Text(Kind(words, decision.Kind)).SemiBold().FontColor(Of(decision.Kind switch { DecisionKind.Approved or DecisionKind.SilentConsent => "approved", DecisionKind.Rejected => "failed", _ => "held" }, frame));
            c.Item().Text(words["Version {0}", decision.Version]).FontColor(Grey);
        });
        row.Cell().Column(c =>
        {
            c.Item().Text(By(words, decision)).Medium();
            c.Item().Text($"{decision.Level}, {(decision.IsClient ? words["for the client"] : words["for the agency"])}, {(decision.Kind == DecisionKind.SilentConsent ? words["nobody objected in time, as agreed"] : decision.Recording is { } recording ? words["{0}, written down by {1}", words[recording.Way], recording.By] : Strength(words, decision.Identified))}{(decision.Address is { } address ? $", {address}" : "")}").Style(Small);
            if (decision.Text is { Length: > 0 } said)
                c.Item().PaddingTop(2).Text($"“{said}”").FontColor(Body);
        });
        row.Cell().Text(words.Moment(decision.At, zone)).FontColor(Body);
    }

    static string By(ReportWords words, CertifiedDecision decision) =>
        decision.Kind == DecisionKind.SilentConsent ? words["Nobody"] : decision.For is { } away ? words["{0} for {1}", decision.By, away] : decision.By;

    static string Kind(ReportWords words, DecisionKind kind) => kind switch
    {
        DecisionKind.Approved => words["Approved"],
        DecisionKind.Rejected => words["Rejected"],
        DecisionKind.SilentConsent => words["Silent consent"],
        _ => words["Changes requested"],
    };

    static string Strength(ReportWords words, IdentityStrength strength) => strength switch
    {
        IdentityStrength.Recorded => words["not known here"],
        IdentityStrength.Name => words["by name only"],
        IdentityStrength.MailCode => words["by a code sent by mail"],
        IdentityStrength.SingleSignOn => words["signed in with single sign-on"],
        _ => words["signed in"],
    };
}
