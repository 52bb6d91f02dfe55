using System.Text.Json.Serialization;

namespace Planable.Data.Approvals;

/// <summary>The way something was said that was not said here.</summary>
public enum OutsideWay
{
    Phone,
    WhatsApp,
    Email,
    InPerson,
    Other,
}

/// <summary>What somebody said elsewhere was written down here by a member of the team, and is never more than that: the word of whoever wrote it down.</summary>
/// <param name="By">Who wrote it down, by the name they had.</param>
public sealed record Recording(OutsideWay Through, Guid ById, string By)
{
    /// <summary>The decision they are said to have made, where it was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DecisionKind? Said { get; init; }

    /// <summary>Whether that decided anything: the flow has to allow it, and it had to be their turn.</summary>
    public bool Counts { get; init; }

    /// <summary>Where the words and files stand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? ThreadId { get; init; }

    /// <summary>An English sentence's part, for the localizer.</summary>
    [JsonIgnore]
    public string Way => WayOf(Through);

    public static string WayOf(OutsideWay through) => through switch
    {
        OutsideWay.Phone => "by phone",
        OutsideWay.WhatsApp => "by WhatsApp",
        OutsideWay.Email => "by e-mail",
        OutsideWay.InPerson => "in person",
        _ => "in another way",
    };
}
