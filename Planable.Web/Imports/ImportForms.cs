using Planable.Data.Channels;
using Planable.Data.Imports;

namespace Planable.Web.Imports;

public sealed class MappingForm
{
    public List<string?> Columns { get; set; } = [];

    public DateOrder Dates { get; set; }

    public TimeOnly? At { get; set; }

    public List<Guid> Channels { get; set; } = [];

    public bool Schedules { get; set; }

    /// <summary>As many columns as the file has, each with a field that exists.</summary>
    public ImportMapping For(Import import, IReadOnlyList<Channel> channels) =>
        new(
            [
                .. import.Headings.Select((_, column) => column < Columns.Count ? Columns[column] ?? "" : "")
                    .Select(field => ImportField.All.Contains(field) || channels.Any(c => c.Id == ImportField.ChannelOf(field)) ? field : ""),
            ],
            Dates, At ?? ImportMapping.Nine, [.. channels.Select(c => c.Id).Where(Channels.Contains)], Schedules);
}

public sealed class RowForm
{
    /// <summary>By column; columns that were not mapped stay as they are.</summary>
    public Dictionary<int, string?> Cells { get; set; } = [];

    public bool? Second { get; set; }

    public bool LeftOut { get; set; }

    /// <summary>A time offered in place of one that the clocks skip.</summary>
    public string? Instead { get; set; }
}
