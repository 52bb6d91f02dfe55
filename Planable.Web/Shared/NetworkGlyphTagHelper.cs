using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Planable.Data.Kinds;

namespace Planable.Web.Shared;

/// <summary>
/// <c>&lt;network-glyph network="mastodon" /&gt;</c>: the mark of a network in neutral ink, with its name for screen readers.
/// Add <c>decorative</c> where the name stands beside it. Networks without a mark of their own get a globe.
/// </summary>
[HtmlTargetElement("network-glyph", Attributes = "network", TagStructure = TagStructure.WithoutEndTag)]
public sealed class NetworkGlyphTagHelper : TagHelper
{
    private static readonly Dictionary<string, (string Symbol, string Name)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bluesky"] = ("bluesky", "Bluesky"),
        ["devto"] = ("devto", "DEV"),
        ["discord"] = ("discord", "Discord"),
        ["dribbble"] = ("dribbble", "Dribbble"),
        ["facebook"] = ("facebook", "Facebook"),
        ["farcaster"] = ("farcaster", "Farcaster"),
        ["google"] = ("google", "Google"),
        ["google-business"] = ("google-business", "Google Business Profile"),
        ["hashnode"] = ("hashnode", "Hashnode"),
        ["instagram"] = ("instagram", "Instagram"),
        ["instagram-standalone"] = ("instagram", "Instagram"),
        ["lemmy"] = ("lemmy", "Lemmy"),
        ["linkedin"] = ("linkedin", "LinkedIn"),
        ["linkedin-page"] = ("linkedin", "LinkedIn page"),
        ["mastodon"] = ("mastodon", "Mastodon"),
        ["medium"] = ("medium", "Medium"),
        ["nostr"] = ("nostr", "Nostr"),
        ["pinterest"] = ("pinterest", "Pinterest"),
        ["practice"] = ("practice", "Practice network"),
        ["reddit"] = ("reddit", "Reddit"),
        ["slack"] = ("slack", "Slack"),
        ["telegram"] = ("telegram", "Telegram"),
        ["threads"] = ("threads", "Threads"),
        ["tiktok"] = ("tiktok", "TikTok"),
        ["vk"] = ("vk", "VK"),
        ["wordpress"] = ("wordpress", "WordPress"),
        ["x"] = ("x", "X"),
        ["youtube"] = ("youtube", "YouTube"),
    };

    private const string Prefix = "kind:";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Network { get; set; } = "";

    /// <summary><c>sm</c> is 12 pixels, nothing 14, <c>lg</c> 18.</summary>
    public string? Size { get; set; }

    public bool Decorative { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.Become(IconSprite.Draw(View, Symbol(Network), Size is null ? "g" : $"g {Size}", Decorative ? null : NameOf(Network)));
    }

    /// <summary>What goes to no network has a glyph too.</summary>
    internal static string OfKind(string kind) => Prefix + kind;

    internal static string NameOf(string network) => KindOf(network) is { } kind ? kind.Name : Known.TryGetValue(network, out var known) ? known.Name : network;

    internal static string Symbol(string network) => KindOf(network) is { } kind ? kind.Glyph : "network-" + (Known.TryGetValue(network, out var known) ? known.Symbol : "other");

    private static ContentKind? KindOf(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) ? ContentKinds.Find(key[Prefix.Length..]) : null;
}
