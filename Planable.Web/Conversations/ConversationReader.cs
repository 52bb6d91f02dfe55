using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Web.Posts;

namespace Planable.Web.Conversations;

/// <summary>Reads what is said about a post: two commands, three where the post is not read yet. Guests of a link read through it as well.</summary>
public sealed class ConversationReader(PlanableDb db)
{
    /// <summary>Null if the reader does not see the post.</summary>
    /// <param name="path">Where the forms go.</param>
    /// <param name="files">Where the post's files are read from.</param>
    public async Task<Conversation?> Read(Guid postId, Decider reader, string path, string files, string? search = null, CancellationToken cancel = default)
    {
        var posts = db.Posts.AsNoTracking().Where(p => p.Id == postId && (!reader.IsClient || p.Audience == Audience.Client));
        var read = await posts.AsSingleQuery().Select(p => new
        {
            p.Id,
            p.Text,
            p.Audience,
            p.LatestVersion,
            p.AuthorId,
            p.State,
            Hidden = p.ChannelCount - p.Variants.Count,
            Own = p.Variants.Where(v => v.Text != null).Select(v => new ChannelText(v.ChannelId, v.Channel.Name, v.Text!)).ToList(),
            Files = p.Media.OrderBy(m => m.Position).Select(m => new { m.MediaId, m.Asset.OriginId, m.Asset.FileName, m.Alt, m.Asset.Width, m.Asset.Height, m.Asset.Placeholder, m.Asset.ContentType, m.Asset.Version }).ToList(),
        }).SingleOrDefaultAsync(cancel);
        if (read is null)
            return null;
        var editable = read.State is not (PostState.Publishing or PostState.Published or PostState.Unknown);
        var post = new TalkedPost(
            read.Id, read.Text, read.Audience, read.LatestVersion, editable && MayEdit(reader, read.AuthorId),
            [.. read.Files.Select((f, i) => new TalkedFile(f.MediaId, f.OriginId ?? f.MediaId, i + 1, f.FileName, f.Alt, f.Width, f.Height, f.Placeholder, Planable.Data.Media.MediaKinds.Of(f.ContentType) == Planable.Data.Media.MediaKind.Video, f.Version))],
            read.Own)
        { IsShared = read.Hidden > 0 };
        return await Read(post, reader, path, files, search, null, cancel);
    }

    /// <param name="people">The workspace's members where they are read already.</param>
    public async Task<Conversation> Read(TalkedPost post, Decider reader, string path, string files, string? search = null, IReadOnlyList<TalkingMember>? people = null, CancellationToken cancel = default)
    {
        var threads = db.FeedbackThreads.AsNoTracking().Where(t => t.PostId == post.Id && t.Comments.Any());
        var (client, found) = (reader.IsClient, search?.Trim() is { Length: > 0 } words ? words : null);
        if (client)
            threads = threads.ForClient();
        var read = await threads.OrderBy(t => t.StartedAt).ThenBy(t => t.Id)
            .Select(t => new
            {
                Line = new ThreadLine(t.Id, t.Audience, t.Anchor, t.Version, t.StartedAt, t.ResolvedAt, t.ResolvedBy),
                Comments = t.Comments.Where(c => !client || c.Audience == Audience.Client).OrderBy(c => c.At).ThenBy(c => c.Id).Select(c => new
                {
                    Line = new CommentLine(c.Id, c.Audience, c.RemovedAt == null ? c.Text : "", c.Mentions, c.Suggestion, c.MemberId, c.LinkId, c.Name, c.IsClient, c.Via, c.At, c.EditedAt, c.RemovedAt) { Who = c.Who, Recording = c.Recording },
                    c.Files,
                    Reactions = c.Reactions.OrderBy(r => r.At).Select(r => new ReactionLine(r.Kind, r.MemberId, r.LinkId, r.Name, r.Who)).ToList(),
                }).ToList(),
                Held = client ? 0 : db.HeldReplies.Count(h => h.ThreadId == t.Id && h.SettledAt == null),
                Tasks = t.Tasks.OrderBy(k => k.At).ThenBy(k => k.Id).Select(k => new TaskLine(k.Id, k.Text, k.OwnerName, k.ById, k.Due, k.DoneAt, k.DoneBy)).ToList(),
            })
            .AsSingleQuery().ToListAsync(cancel);
        var lines = read.Select(t => t.Line with { Tasks = t.Tasks, Held = t.Held, Comments = [.. t.Comments.Select(c => c.Line with { Reactions = c.Reactions, Files = c.Line.IsRemoved ? [] : c.Files, Suggestion = c.Line.IsRemoved ? null : c.Line.Suggestion })] })
            .Where(t => t.Anchor?.ChannelId is not { } on || reader.Member?.Sees(on) != false)
            // What was taken back leaves a trace only where somebody had answered, or for whoever may bring it back.
            .Where(t => t.Comments.Any(c => !c.IsRemoved || c.IsBy(reader)))
            .Where(t => found is null || t.Comments.Any(c => Has(c.Text, found) || Has(c.Name, found) || c.Files.Any(f => Has(f.Name, found))) || t.Tasks.Any(k => Has(k.Text, found)) || Has(t.Anchor?.Quote ?? "", found));
        people ??= await db.Members.AsNoTracking().Where(m => m.LeftAt == null).OrderBy(m => m.Person.Name).Select(m => new TalkingMember(m.Id, m.Person.Name, m.Role)).ToListAsync(cancel);
        return new Conversation(post, reader, path)
        {
            Files = files,
            Threads = [.. lines],
            People = [.. people.Select(p => new PersonLine(p.MemberId, p.Name, Planable.Data.Members.Permissions.IsClient(p.Role)))],
            Search = found,
        };
    }

    static bool Has(string text, string words) => text.Contains(words, StringComparison.CurrentCultureIgnoreCase);

    static bool MayEdit(Decider reader, Guid authorId) =>
        reader.Member is { } member && (member.Can(Planable.Data.Members.Permission.EditOthersPosts) || (member.Can(Planable.Data.Members.Permission.WritePosts) && member.Id == authorId));
}
