using System.ComponentModel.DataAnnotations;
using Planable.Data.Labels;
using Planable.Data.Snippets;

namespace Planable.Web.Snippets;

public sealed record SnippetRow(Guid Id, SnippetKind Kind, string Name, string Text, int Revision);

public sealed record SnippetsPage(ILookup<SnippetKind, SnippetRow> Snippets, SnippetForm Form);

/// <summary>What the composer can put into a text, variables filled in.</summary>
public sealed record SnippetChoice(SnippetKind Kind, string Name, string Text);

public sealed class SnippetForm
{
    [Display(Name = "Kind")]
    public SnippetKind Kind { get; set; }

    [Display(Name = "Name"), Required(ErrorMessage = "Give it a name."), StringLength(Label.NameLength, ErrorMessage = "Up to {1} characters.")]
    public string Name { get; set; } = "";

    [Display(Name = "Text"), Required(ErrorMessage = "Write the words."), StringLength(Snippet.TextLength)]
    public string Text { get; set; } = "";

    public int Revision { get; set; }
}
