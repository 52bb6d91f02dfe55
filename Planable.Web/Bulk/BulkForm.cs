using Planable.Data.Bulk;

namespace Planable.Web.Bulk;

/// <summary>Posts somebody selected and what is to be done with them.</summary>
public sealed class BulkForm
{
    /// <summary>Ids, each by itself or several with commas between.</summary>
    public List<string?> Posts { get; set; } = [];

    public BulkAct Act { get; set; }

    public int? Days { get; set; }

    /// <summary>The one day all move to; wins over the number of days.</summary>
    public DateOnly? Day { get; set; }

    public bool AfterGap { get; set; }

    public bool? Second { get; set; }

    public string? Find { get; set; }

    public string? With { get; set; }

    public bool MatchCase { get; set; }

    public Guid? Label { get; set; }

    public bool Off { get; set; }

    /// <summary>They were told which posts have open comments.</summary>
    public bool Told { get; set; }

    /// <summary>Those are left out.</summary>
    public bool Without { get; set; }

    public IReadOnlyList<Guid> Ids =>
        [.. Posts.SelectMany(p => (p ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];

    public BulkValues Values => new(Days ?? 0, AfterGap, Second, Find ?? "", With ?? "", MatchCase, Label, Off, Day, Told && !Without);
}
