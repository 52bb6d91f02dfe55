using Planable.Data.Coauthors;

namespace Planable.Web.Coauthors;

/// <summary>What a page tells of the person in it: what they typed, and where they are.</summary>
public sealed class CoauthorForm
{
    public string? Page { get; set; }

    /// <summary>The draft the texts belong to.</summary>
    public Guid Draft { get; set; }

    /// <summary>Counted by the page.</summary>
    public int Number { get; set; }

    /// <summary>The state of the draft that the texts are made from.</summary>
    public int After { get; set; }

    /// <summary>Those that changed, whole.</summary>
    public Dictionary<string, string?> Texts { get; set; } = [];

    /// <summary>The id of the field with the focus.</summary>
    public string? Place { get; set; }

    public int Start { get; set; }

    public int End { get; set; }

    public bool IsSound => Page is { Length: > 0 and <= Coauthor.PageLength } && Texts.Count <= 200;
}
