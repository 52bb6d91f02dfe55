using System.ComponentModel.DataAnnotations;
using Planable.Data.Campaigns;
using Planable.Data.Labels;
using Planable.Data.Posts;

namespace Planable.Web.Campaigns;

/// <param name="First">When its first dated post goes out.</param>
public sealed record CampaignRow(Guid Id, string Name, int Colour, DateOnly? Starts, DateOnly? Ends, int Posts, int Published, DateTimeOffset? First, DateTimeOffset? Last);

public sealed record CampaignsPage(IReadOnlyList<CampaignRow> Campaigns, CampaignForm Form);

/// <summary>One campaign with exactly its posts.</summary>
public sealed record CampaignPage(Guid Id, string Name, int Colour, DateOnly? Starts, DateOnly? Ends, string? Brief, int Revision, Data.Links.LinkRules? LinkRules)
{
    public IReadOnlyDictionary<PostState, int> States { get; init; } = new Dictionary<PostState, int>();

    public IReadOnlyList<CampaignChannel> Channels { get; init; } = [];

    /// <summary>The earliest of them.</summary>
    public IReadOnlyList<CampaignPost> Posts { get; init; } = [];

    public int Count => States.Values.Sum();

    public int Of(params PostState[] states) => states.Sum(s => States.GetValueOrDefault(s));
}

/// <param name="Posts">How many of the campaign go there.</param>
/// <param name="Published">How many are out there.</param>
public sealed record CampaignChannel(Guid Id, string Name, string Network, int Posts, int Published);

public sealed record CampaignPost(Guid Id, string Text, PostState State, DateTimeOffset? At, string Author);

public sealed class CampaignForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give it a name."), StringLength(Label.NameLength, ErrorMessage = "Up to {1} characters.")]
    public string Name { get; set; } = "";

    [Range(0, Data.Workspaces.Workspace.Colours - 1)]
    public int Colour { get; set; }

    [Display(Name = "Starts")]
    public DateOnly? Starts { get; set; }

    [Display(Name = "Ends")]
    public DateOnly? Ends { get; set; }

    [Display(Name = "What it is for"), StringLength(Campaign.BriefLength)]
    public string? Brief { get; set; }

    public int Revision { get; set; }

    /// <summary>For the form beside it.</summary>
    public Links.LinkRulesForm Links { get; private set; } = new();

    public static CampaignForm Of(CampaignPage page) => new() { Links = Planable.Web.Links.LinkRulesForm.Of(page.LinkRules, page.Revision), Name = page.Name, Colour = page.Colour, Starts = page.Starts, Ends = page.Ends, Brief = page.Brief, Revision = page.Revision };
}
