using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using Planable.Data.Approvals;
using Planable.Data.Posts;

namespace Planable.Web.Shared;

/// <summary>
/// <c>&lt;state-mark state="scheduled" /&gt;</c>: the shape of a state, its word unseen. With <c>badge</c> the word stands beside it on a tint,
/// with <c>bare</c> beside it without one. Takes the name of an enum member in any case, and <c>word</c> where the usual word would not be exact.
/// </summary>
[HtmlTargetElement("state-mark", Attributes = "state", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StateMarkTagHelper(IStringLocalizer<Words> words) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string State { get; set; } = "";

    public string? Word { get; set; }

    public bool Badge { get; set; }

    public bool Bare { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (mark, usual) = Look(State);
        // An expression that gives null arrives empty; a badge without a word would be a coloured spot.
        var word = Word is null || (Word.Length == 0 && (Badge || Bare)) ? words[usual] : Word;
        var svg = IconSprite.Draw(View, "state-" + mark, "st");
        svg.Attributes["data-state"] = mark;

        if (!Badge && !Bare)
        {
            output.Become(svg, followedBy: TagHelperOutputs.Unseen(word));
            return;
        }

        var badge = new TagBuilder("span");
        badge.Attributes["class"] = Bare ? "badge bare" : "badge";
        badge.Attributes["data-state"] = mark;
        badge.InnerHtml.AppendHtml(svg).Append(word);
        output.Become(badge);
    }

    /// <summary>The state by which a post is marked: a draft that is looked at, or was, says that.</summary>
    public static string NameOf(PostState state, ApprovalState approval) =>
        state != PostState.Draft || approval == ApprovalState.None ? state.ToString() : approval == ApprovalState.Waiting ? "ApprovalWaiting" : approval.ToString();

    /// <summary>The mark (also the value of <c>data-state</c> that colours it) and the word for a state.</summary>
    public static (string Mark, string Word) Look(string state) => state.ToLowerInvariant() switch
    {
        "draft" => ("draft", "Draft"),
        "waiting" => ("waiting", "Waiting"),
        "approved" => ("approved", "Approved"),
        "approvalwaiting" => ("waiting", "Waiting for approval"),
        "changesrequested" => ("held", "Changes requested"),
        "rejected" => ("failed", "Rejected"),
        "outdated" => ("waiting", "Approval out of date"),
        "scheduled" => ("scheduled", "Scheduled"),
        "preparing" => ("publishing", "Preparing"),
        "armed" => ("publishing", "Sending"),
        "confirming" => ("publishing", "Confirming"),
        "publishing" => ("publishing", "Publishing"),
        "published" => ("published", "Published"),
        "outside" => ("published", "Published outside"),
        "phone" => ("publishing", "Waiting for a phone"),
        "phoneoverdue" => ("held", "Waiting for a phone, overdue"),
        "partlypublished" => ("waiting", "Partly published"),
        "failed" => ("failed", "Failed"),
        "held" => ("held", "Held"),
        "missed" => ("held", "Missed, waiting for approval"),
        "atrisk" => ("held", "At risk"),
        "unknown" => ("unknown", "Unknown"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state has a mark."),
    };
}
