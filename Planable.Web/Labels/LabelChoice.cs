namespace Planable.Web.Labels;

/// <summary>A label as the composer offers it.</summary>
public sealed record LabelChoice(Guid Id, string Name, int Colour, bool IsChosen);
