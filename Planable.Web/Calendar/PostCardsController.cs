using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Calendar;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Risks;

namespace Planable.Web.Calendar;

public sealed record PostCard(
    Guid Id, Guid AuthorId, PostState State, string Text, DateTimeOffset? At, string Author, PostCard.First? Picture, int Pictures, IReadOnlyList<PostCard.On> Channels, string? Kind)
{
    public sealed record First(Guid Id, string Alt, int Width, int Height, string? Placeholder, MediaEdits? Edits)
    {
        /// <summary>As the first network shows it, in the size it then has.</summary>
        public ComposerForm.Picture On(string? network) => new ComposerForm.Picture(Id, "", Width, Height, Alt, Placeholder) { Moment = Edits?.Video?.CoverAt }.As(Edits is { Video: null } ? Edits : null, network ?? MediaEdits.Everywhere, null);
    }

    /// <param name="Delivery">Null until it is scheduled.</param>
    public sealed record On(string Name, string Network, DeliveryState? Delivery, string? Trouble);

    /// <summary>Why it will not go out as planned; none for the client's people.</summary>
    public IReadOnlyList<RiskLine> Risks { get; init; } = [];

    public bool IsFromOutside { get; init; }

    /// <summary>How it stands with those who decide, of what missed its time by waiting for them.</summary>
    public PostApproval? Missed { get; init; }

    /// <summary>Channels it goes to that the reader does not see.</summary>
    public int Hidden { get; init; }

    /// <summary>Whose phone has it, to be put out by hand; null for the client's people.</summary>
    public string? Phone { get; init; }

    public bool CanBeEditedBy(Member member) =>
        Hidden == 0 && State is not (PostState.Publishing or PostState.Published or PostState.Unknown) && (member.Can(Permission.EditOthersPosts) || (member.Can(Permission.WritePosts) && AuthorId == member.Id));
}

[Route("w/{workspace}/posts/{postId:guid}/card")]
public class PostCardsController(PlanableDb db, Current current, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid postId)
    {
        var (isClient, now) = (current.Member.IsClient, clock.GetUtcNow());
        var card = await db.Posts.AsNoTracking().AsSingleQuery().OpenTo(current.Member).Where(p => p.Id == postId)
            .Select(p => new PostCard(
                p.Id, p.AuthorId, p.State, p.Text.Substring(0, 400), p.ScheduledAt, p.Author.Person.Name,
                p.Media.OrderBy(m => m.Position).Select(m => new PostCard.First(m.MediaId, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Edits)).FirstOrDefault(),
                p.Media.Count,
                p.Variants.OrderBy(v => v.Channel.Name)
                    .Select(v => new PostCard.On(
                        v.Channel.Name, v.Channel.Network,
                        db.Deliveries.Where(d => d.PostId == p.Id && d.ChannelId == v.ChannelId).Select(d => (DeliveryState?)d.State).FirstOrDefault(),
                        db.Deliveries.Where(d => d.PostId == p.Id && d.ChannelId == v.ChannelId).Select(d => d.FailureWords).FirstOrDefault()))
                    .ToList(),
                p.Kind)
            {
                IsFromOutside = p.FoundAt != null,
                Missed = p.State == PostState.Draft && p.ApprovalState == ApprovalState.Waiting && p.ScheduledAt <= now ? p.Approval : null,
                Hidden = p.ChannelCount - p.Variants.Count,
                Phone = isClient ? null : p.Deliveries.Where(d => d.State == DeliveryState.HandedOver || (d.State == DeliveryState.Held && d.HeldFor == HoldReason.Phone && d.HandedToId != null)).Select(d => d.HandedTo).FirstOrDefault(),
                Risks = p.State == PostState.Scheduled && !isClient ? p.Risks.OrderBy(r => r.Since).ThenBy(r => r.Id).Select(r => new RiskLine(r.Code, r.Words, r.Arguments, r.ChannelId, r.Since)).ToList() : new List<RiskLine>(),
            })
            .SingleOrDefaultAsync();
        return card is null ? NotFound() : this.Fragment("_PostCard", card, otherwise: $"{current.Root}/posts/{postId}");
    }
}
