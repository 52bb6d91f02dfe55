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

    readonly Dictionary<string, (string Mark, string Word)> cards = new(StringComparer.Ordinal);

    readonly Dictionary<string, (string Symbol, string Name)> networks = [];

    public string Sprite { get; } = IconSprite.Address(view, "");

    public string Mark(PostState state) => states[state].Mark;

    public string Word(PostState state) => states[state].Word;

    public string Mark(CalendarCard card) => Of(card.Shown).Mark;

    public string Word(CalendarCard card) => card.Said(words) ?? Of(card.Shown).Word;

    /// <summary>Its mark alone would be taken for another state.</summary>
    public static bool IsSaid(CalendarCard card) => card.AtRisk || card.Missed is not null || card.IsFromOutside || card.Phone is not null || card.State == PostState.PartlyPublished;

    (string Mark, string Word) Of(string shown)
    {
        if (!cards.TryGetValue(shown, out var known))
            cards.Add(shown, known = StateMarkTagHelper.Look(shown) is var (mark, word) ? (mark, words[word].Value) : default);
        return known;
    }

    public (string Symbol, string Name) Network(string key)
    {
        if (!networks.TryGetValue(key, out var known))
            networks.Add(key, known = (NetworkGlyphTagHelper.Symbol(key), NetworkGlyphTagHelper.NameOf(key)));
        return known;
    }
}
