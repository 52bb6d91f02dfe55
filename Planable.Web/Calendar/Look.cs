using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;
using Planable.Data.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Calendar;

/// <summary>Mark, word and glyph by hand: a month draws hundreds of them, too many for tag helpers.</summary>
public sealed class Look(ViewContext view, IStringLocalizer<Words> words)
{
    readonly Dictionary<PostState, (string Mark, string Word)> states =
        Enum.GetValues<PostState>().ToDictionary(s => s, s => StateMarkTagHelper.Look(s.ToString()) is var (mark, word) ? (mark, words[word].Value) : default);

    readonly Dictionary<string, (string Symbol, string Name)> networks = [];

    readonly string atRisk = words["At risk"];

    public string Sprite { get; } = IconSprite.Address(view, "");

    public string Mark(PostState state) => states[state].Mark;

    public string Word(PostState state) => states[state].Word;

    /// <summary>What is planned but at risk looks like what is held.</summary>
    public string Mark(CalendarCard card) => card.AtRisk ? "held" : Mark(card.State);

    public string Word(CalendarCard card) => card.AtRisk ? atRisk : Word(card.State);

    /// <summary>Its mark alone would be taken for another state.</summary>
    public bool IsSaid(CalendarCard card) => card.AtRisk || card.State == PostState.PartlyPublished;

    public (string Symbol, string Name) Network(string key)
    {
        if (!networks.TryGetValue(key, out var known))
            networks.Add(key, known = (NetworkGlyphTagHelper.Symbol(key), NetworkGlyphTagHelper.NameOf(key)));
        return known;
    }
}
