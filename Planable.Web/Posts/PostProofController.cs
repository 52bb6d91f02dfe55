using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Calendar;
using Planable.Data.Certificates;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Reports;
using Planable.Web.Conversations;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Posts;

/// <summary>One post on paper: what every channel gets, its pictures, versions and decisions, as far as the reader may see them.</summary>
[Route("w/{workspace}/posts/{id:guid}/proof.pdf")]
public class PostProofController(PlanableDb db, Current current, ConversationReader conversations, Prints prints) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().OpenTo(current.Member).Where(p => p.Id == id)
            .Select(p => new
            {
                p.Text,
                p.State,
                p.ApprovalState,
                p.ScheduledAt,
                Author = p.Author.Person.Name,
                p.Link,
                p.EditedAt,
                Variants = p.Variants.OrderBy(v => v.Channel.Name).ThenBy(v => v.Id).Select(v => new { v.Channel.Name, v.Channel.Network, Own = v.Text, State = p.Deliveries.Where(d => d.ChannelId == v.ChannelId).Select(d => (DeliveryState?)d.State).FirstOrDefault() }).ToList(),
                IsPinned = p.Threads.Any(t => t.Anchor != null && t.ResolvedAt == null),
                Files = p.Media.OrderBy(m => m.Position).Select(m => new { m.MediaId, m.Alt, m.Edits, m.Asset.FileName, m.Asset.ContentType, m.Asset.Sha256, m.Asset.PosterSha256 }).ToList(),
                Versions = db.PostVersions.Where(v => v.PostId == p.Id).OrderBy(v => v.Number).Select(v => new { v.Number, v.ByName, v.At, v.Hash }).ToList(),
                Decisions = p.Decisions.OrderBy(d => d.At).ThenBy(d => d.Id).Select(d => new CertifiedDecision(d.VersionNumber, d.Hash, d.Kind, d.Reason, d.Text, d.LevelName, d.Round, d.Name, d.IsClient, d.Strength, d.Address, d.Via, d.At) { For = d.StandsInFor, Recording = d.Recording }).ToList(),
            })
            .AsSplitQuery().SingleOrDefaultAsync(cancel);
        if (post is null)
            return NotFound();

        var words = ReportWords.In(current.Workspace.Locale);
        var frame = new ReportFrame(await db.Brand(cancel), current.Workspace.Name, words["Proof sheet"], words);
        var (mark, state) = StateMarkTagHelper.Look(StateMarkTagHelper.NameOf(post.State, post.ApprovalState));
        var files = new List<PrintedFile>();
        foreach (var file in post.Files)
        {
            var still = MediaKinds.Of(file.ContentType) switch { MediaKind.Picture => file.Sha256, MediaKind.Video => file.PosterSha256, _ => null };
            files.Add(new PrintedFile(file.FileName, file.Alt, still is null ? null : await prints.Of(still, file.Edits?.Pictures.GetValueOrDefault(MediaEdits.Everywhere), cancel)));
        }

        var isClient = current.Member.IsClient;
        var title = PostPage.TitleOf(post.Text) is { Length: > 0 } first ? first : words["Post without text"];
        var proof = new Proof(
            title, words[state], mark, post.ScheduledAt is { } at ? words.Moment(at, current.Workspace.Zone) : null, post.Author, post.Link, post.EditedAt, current.Workspace.Zone,
            [.. post.Variants.Select(v =>
            {
                // What waits for its time is what people call scheduled.
                var (channelMark, said) = v.State switch { null => (mark, state), DeliveryState.Waiting => StateMarkTagHelper.Look("scheduled"), DeliveryState.HandedOver => StateMarkTagHelper.Look("phone"), { } own => StateMarkTagHelper.Look(own.ToString()) };
                return new ProofChannel(v.Name, Networks.Find(v.Network)?.Name ?? v.Network, v.Own ?? post.Text, words[said], channelMark);
            })],
            files,
            [.. post.Versions.Where(_ => current.Can(Permission.SeeInternal)).Select(v => (v.Number, v.ByName, v.At, v.Hash))],
            [.. post.Decisions.Where(d => !isClient || d.IsClient)])
        {
            Pinned = post.IsPinned && await conversations.Read(id, current.Member, "", "", cancel: cancel) is { } talk
                ? await Pinned(talk, post.Files.ToDictionary(f => f.MediaId, f => MediaKinds.Of(f.ContentType) == MediaKind.Picture ? f.Sha256 : f.PosterSha256), cancel)
                : [],
        };
        return File(new ProofReport(proof, frame).Pdf(), "application/pdf", $"{current.Workspace.Slug}-proof-{id.ToString("N")[^8..]}.pdf");
    }

    /// <summary>What is said about the files and not resolved, as the reader's conversation has it.</summary>
    async Task<IReadOnlyList<PinnedFile>> Pinned(Conversation talk, Dictionary<Guid, string?> stills, CancellationToken cancel)
    {
        var pinned = new List<PinnedFile>();
        foreach (var file in talk.Post.Files)
        {
            if (talk.PinsOn(file.MediaId) is not { Count: > 0 } pins)
                continue;
            // Places are percent of the whole file, whatever of it goes out.
            var print = stills.GetValueOrDefault(file.MediaId) is { } still ? await prints.Of(still, null, cancel) : null;
            pinned.Add(new PinnedFile(file.FileName, file.Alt, print, [.. pins.Select(p => PinOf(talk, p))]));
        }

        return pinned;
    }

    static PrintedPin PinOf(Conversation talk, ThreadLine thread)
    {
        var (anchor, first) = (thread.Anchor!, thread.Comments.First(c => !c.IsRemoved));
        return new PrintedPin(
            anchor.From is { } moment ? Moments.Say(moment) : talk.MarkOf(thread)!, thread.Audience == Data.Logs.Audience.Team,
            anchor is { IsPin: true, Across: { } across, Down: { } down } ? ((double)across, (double)down) : null, first.Name, first.Text);
    }
}
