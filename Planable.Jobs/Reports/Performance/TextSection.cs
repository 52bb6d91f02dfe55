using Planable.Data.Reports;
using Planable.Jobs.Reports.Composition;
using static Planable.Jobs.Reports.ReportLook;

namespace Planable.Jobs.Reports.Performance;

/// <summary>Words of the agency.</summary>
sealed class TextSection(ReportSection section, ReportData data, ReportFrame frame) : PerformanceSection(section, data, frame)
{
    public override bool IsFilled => Section.Text is not null;

    protected override string UsualTitle => Words["From us to you"];

    protected override string Eyebrow => Words["A word"];

    protected override string Lead => "";

    protected override void Compose(ColumnDescriptor column) => column.Item().MaxWidth(142 * Mm).Text(Section.Text!).Style(Text);
}
