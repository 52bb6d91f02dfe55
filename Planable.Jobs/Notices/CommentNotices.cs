using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>What is said about posts, for those it concerns: who is named, who takes part, whose post it is. What a client may not see it is not told of, however it came to be so.</summary>
public sealed class CommentNotices(PlanableDb db, IStringLocalizer<Words> words) : INoticeSource
{
    const string Started = "comment.started";
    const string Replied = "comment.replied";
    const string Edited = "comment.edited";
    const string Shown = "comment.shown";
    const string Accepted = "comment.accepted";
    const string Declined = "comment.declined";
    const string TaskGiven = "comment.task-given";
    const string TaskDone = "comment.task-done";
    const string Held = "comment.held";
    const string Taken = "comment.held-taken";
    const string Recorded = "comment.recorded";

    static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { Started, Replied, Edited, Shown, Accepted, Declined, TaskGiven, TaskDone, Held, Taken, Recorded };

    /// <summary>Of a notice about a thread: by it, what was not sent yet is found when the thread is hidden.</summary>
    public static string KeyOf(Guid threadId) => $"thread:{threadId:N}:";

    /// <summary>The one thread that all of them are about; null if there are several, or something else.</summary>
    public static Guid? ThreadOf(IReadOnlyList<Notice> notices)
    {
        var threads = notices.Select(n => n.Kind != Held && n.Key.StartsWith("thread:", StringComparison.Ordinal) && n.Key.Length > 39 && Guid.TryParseExact(n.Key.AsSpan(7, 32), "N", out var id) ? id : (Guid?)null).Distinct().ToList();
        return threads is [{ } one] ? one : null;
    }

    public bool Concerns(LogEntry entry) => Kinds.Contains(entry.Verb) || entry.Verb == FeedbackThread.Hidden;

    public async Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel)
    {
        foreach (var hidden in entries.Where(e => e.Verb == FeedbackThread.Hidden).SelectMany(e => Ids(e.Facts, "thread")).Distinct().ToList())
            await db.TakeBack(hidden, cancel);
        var said = entries.Where(e => Kinds.Contains(e.Verb)).ToList();
        var threadIds = said.SelectMany(e => Ids(e.Facts, "thread")).Distinct().ToList();
        // As it stands now: a thread that was hidden meanwhile is not told to the client, words that were taken back to nobody.
        var threads = await db.FeedbackThreads.AsNoTracking().Include(t => t.Comments).Include(t => t.Tasks).Include(t => t.Post).AsSplitQuery().Where(t => threadIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        return [.. said.SelectMany(e => Tell(e, threads, round))];
    }

    IEnumerable<Told> Tell(LogEntry entry, Dictionary<Guid, FeedbackThread> threads, NoticeRound round)
    {
        if (Ids(entry.Facts, "thread").Select(id => threads.GetValueOrDefault(id)).FirstOrDefault() is not { } thread)
            yield break;
        if (entry.Verb is TaskGiven or TaskDone)
        {
            foreach (var told in TellTask(entry, thread, round))
                yield return told;
            yield break;
        }

        if (entry.Verb == Held)
        {
            // Whoever wrote the post, or else whoever runs the client, looks at it.
            var readers = round.Team.Where(m => m.Id == thread.Post.AuthorId || m.Can(Permission.ManageWorkspace)).Where(m => m.Can(Permission.Comment));
            foreach (var reader in readers)
                yield return new Told(entry, reader.Id, words["A mail from somebody unknown waits for your look."]) { Key = $"{KeyOf(thread.Id)}{entry.Sequence}", PostId = thread.PostId, Path = $"/w/{round.Workspace.Slug}/held-mail" };
            yield break;
        }

        var comment = Ids(entry.Facts, "comment").Select(id => thread.Comments.FirstOrDefault(c => c.Id == id)).FirstOrDefault();
        if (comment is { IsRemoved: true } || (entry.Verb != Shown && comment is null))
            yield break;
        foreach (var (id, isNamed, why) in Readers(entry, thread, comment))
        {
            // What was said to the team is told to the client by its being opened, not once more by its being said.
            if (round.Members.GetValueOrDefault(id) is { } reader && (!reader.IsClient || entry.Audience == Audience.Client) && Sees(reader, thread, comment))
                yield return new Told(entry, id, Say(entry, comment, reader)) { Kind = isNamed ? Notice.Mentioned : entry.Verb, Key = $"{KeyOf(thread.Id)}{entry.Sequence}", PostId = thread.PostId, Reason = words[why] };
        }
    }

    IEnumerable<Told> TellTask(LogEntry entry, FeedbackThread thread, NoticeRound round)
    {
        if (Ids(entry.Facts, "task").Select(id => thread.Tasks.FirstOrDefault(t => t.Id == id)).FirstOrDefault() is not { } task)
            yield break;
        var (reader, said) = entry.Verb == TaskGiven
            ? (task.OwnerId, task.Due is { } due ? words["{0} gave you a task until {1}: {2}", entry.ActorName, due.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture), task.Text] : words["{0} gave you a task: {1}", entry.ActorName, task.Text])
            : (task.ById, words["{0} finished a task you gave: {1}", entry.ActorName, task.Text]);
        if (round.Members.GetValueOrDefault(reader) is { } member && thread.MaySee(member))
            yield return new Told(entry, reader, said) { Key = $"{KeyOf(thread.Id)}{entry.Sequence}", PostId = thread.PostId, Reason = words[entry.Verb == TaskGiven ? "Your task" : "You gave it"] };
    }

    static bool Sees(Member reader, FeedbackThread thread, FeedbackComment? comment) =>
        thread.MaySee(reader) && (!reader.IsClient || comment is not { Audience: Audience.Team });

    static IEnumerable<(Guid MemberId, bool IsNamed, string Why)> Readers(LogEntry entry, FeedbackThread thread, FeedbackComment? comment)
    {
        var named = entry.Verb == Shown ? thread.Comments.SelectMany(c => c.Mentions) : Ids(entry.Facts, "mentions");
        if (entry.Verb is Accepted or Declined)
            return comment?.MemberId is { } suggester ? [(suggester, false, "You suggested it")] : [];
        var mentioned = named.Distinct().Select(id => (id, true, "You are mentioned"));
        return entry.Verb is Edited or Shown ? mentioned
            : [.. mentioned, (thread.Post.AuthorId, false, "You wrote the post"), .. thread.Comments.Where(c => !c.IsRemoved).Select(c => c.MemberId).OfType<Guid>().Distinct().Select(id => (id, false, "You take part in the conversation"))];
    }

    string Say(LogEntry entry, FeedbackComment? comment, Member reader)
    {
        var said = comment is null ? "" : comment.Text.Length <= 300 ? comment.Text : $"{comment.Text[..299]}…";
        return entry.Verb switch
        {
            Shown => words["{0} opened a conversation you are named in.", entry.ActorName],
            Accepted => words["{0} accepted your suggestion as version {1}.", entry.ActorName, entry.Facts.GetValueOrDefault("version") ?? "–"],
            Declined => words["{0} declined your suggestion.", entry.ActorName],
            Recorded => said.Length == 0
                ? words["{0} wrote down what {1} said {2}.", entry.ActorName, comment!.Name, words[comment.Recording!.Way].Value]
                : words["{0} wrote down what {1} said {2}: {3}", entry.ActorName, comment!.Name, words[comment.Recording!.Way].Value, said],
            _ when comment!.Mentions.Contains(reader.Id) => words["{0} named you: {1}", entry.ActorName, said],
            _ when said.Length == 0 && comment.Files.Count > 0 => words["{0} attached {1}", entry.ActorName, string.Join(", ", comment.Files.Select(f => f.Name))],
            _ when said.Length == 0 => words["{0} suggests other words.", entry.ActorName],
            _ => words["{0} wrote: {1}", entry.ActorName, said],
        };
    }

    static IEnumerable<Guid> Ids(IReadOnlyDictionary<string, string?> facts, string name) =>
        (facts.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => Guid.TryParse(id, out var read) ? read : Guid.Empty).Where(id => id != Guid.Empty);
}
