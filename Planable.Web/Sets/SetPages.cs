using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Planable.Data.Labels;
using Planable.Data.Sets;

namespace Planable.Web.Sets;

public sealed class SetForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give the set a name."), StringLength(Label.NameLength)]
    public string? Name { get; set; }

    public List<Guid> Channels { get; set; } = [];

    public int Revision { get; set; }

    /// <summary>The channels that can be chosen.</summary>
    [BindNever]
    public IReadOnlyList<SetChannel> Offered { get; set; } = [];
}

public sealed record SetsPage(IReadOnlyList<SetRow> Sets, IReadOnlyList<SetChannel> Channels, SetForm Form);

public sealed record SetRow(Guid Id, string Name, int Revision, List<ChannelChoice> Channels);

/// <summary>A channel that a set can hold.</summary>
public sealed record SetChannel(Guid Id, string Name, string Network);
