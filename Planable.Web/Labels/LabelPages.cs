using System.ComponentModel.DataAnnotations;
using Planable.Data.Labels;

namespace Planable.Web.Labels;

/// <param name="Posts">How many have it.</param>
public sealed record LabelRow(Guid Id, string Name, int Colour, int Revision, int Posts);

public sealed record LabelsPage(IReadOnlyList<LabelRow> Labels, LabelForm Form);

/// <summary>What a label, a campaign is called and looks like.</summary>
public sealed class LabelForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give it a name."), StringLength(Label.NameLength, ErrorMessage = "Up to {1} characters.")]
    public string Name { get; set; } = "";

    /// <summary>Null takes the next one.</summary>
    [Range(0, Data.Workspaces.Workspace.Colours - 1)]
    public int? Colour { get; set; }

    public int Revision { get; set; }
}

/// <summary>Asks what becomes of the posts of what is removed.</summary>
/// <param name="Question">With the name.</param>
/// <param name="Path">Where the answer is sent.</param>
/// <param name="Others">What it can be merged into.</param>
public sealed record RemovalPage(string Question, int Posts, string Path, string Back, string MergeWords, IReadOnlyList<(Guid Id, string Name)> Others);
