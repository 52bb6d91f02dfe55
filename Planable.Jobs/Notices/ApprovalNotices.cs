using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>What approvals mean for somebody: it is their turn, it is not any more, or what they sent round came back. One notice for each event and person.</summary>
public sealed class ApprovalNotices(PlanableDb db, IStringLocalizer<Words> words, TimeProvider clock)
{
    const string Asked = "post.approval-asked";
    const string Unneeded = "post.approval-unneeded";
    const string Withdrawn = "post.approval-withdrawn";
    const string TakenBack = "post.approvals-taken-back";
    const string Changes = "post.changes-requested";
    const string Rejected = "post.rejected";
    const string Approved = "post.approved";
    const string Unlocked = "post.unlocked";
    const string Suggested = "post.suggested";

    public static readonly IReadOnlySet<string> Kinds = new HashSet<string>(StringComparer.Ordinal) { Asked, Unneeded, Withdrawn, TakenBack, Changes, Rejected, Approved, Unlocked, Suggested };

    /// <summary>What only informs waits in Planable; what asks for something is mailed.</summary>
    static readonly HashSet<string> Mailed = new(StringComparer.Ordinal) { Asked, Changes, Rejected, Approved, Unlocked, Suggested };

    /// <summary>Time for whoever is looking at it anyway to see it, and for more posts of the same batch.</summary>
    static readonly TimeSpan Gather = TimeSpan.FromSeconds(30);

    public async Task Write(IReadOnlyList<LogEntry> entries, CancellationToken cancel)
    {
        var told = entries.Where(e => Kinds.Contains(e.Verb)).ToList();
        if (told.Count == 0)
            return;
        var postIds = told.Select(e => e.SubjectId).Distinct().ToList();
        // Nobody is told about a post that was deleted meanwhile.
        var authors = await db.Posts.Where(p => postIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.AuthorId, cancel);
        var members = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToDictionaryAsync(m => m.Id, cancel);
        var now = clock.GetUtcNow();
        foreach (var entry in told.Where(e => authors.ContainsKey(e.SubjectId)))
        {
            foreach (var (id, said) in Readers(entry, authors[entry.SubjectId], told, members).DistinctBy(r => r.MemberId).Where(r => members.ContainsKey(r.MemberId) && r.MemberId != entry.ActorId))
                db.Notices.Add(new Notice(id, $"{entry.Verb}:{entry.SubjectId:N}:{entry.Sequence}", entry.Verb, entry.SubjectId, said, now, Mailed.Contains(entry.Verb) ? now + Gather : null, entry.Sequence));
        }
    }

    IEnumerable<(Guid MemberId, string Said)> Readers(LogEntry entry, Guid authorId, IReadOnlyList<LogEntry> told, Dictionary<Guid, Member> members)
    {
        var facts = entry.Facts;
        string Fact(string name) => facts.GetValueOrDefault(name) ?? "";
        var owners = Ids(facts, "requester").Prepend(authorId);
        switch (entry.Verb)
        {
            case Asked:
                return Ids(facts, "to").Select(id => (id, words["Your approval is asked for: {0}.", Fact("level")].Value));
            case Unneeded:
                return Ids(facts, "to").Select(id => (id, words["Your approval is no longer needed: {0} is decided.", Fact("level")].Value));
            case Withdrawn:
                return Ids(facts, "to").Select(id => (id, words["Your approval is no longer needed: {0} withdrew the post.", entry.ActorName].Value));
            case TakenBack:
                // Who is asked again by the same change hears it once.
                var again = told.Where(t => t.Verb == Asked && t.SubjectId == entry.SubjectId && t.Sequence > entry.Sequence).SelectMany(t => Ids(t.Facts, "to")).ToHashSet();
                return Ids(facts, "to").Where(id => !again.Contains(id)).Select(id => (id, words["It was changed after you approved it: {0}. It will come to you again.", Fact("fields")].Value));
            case Unlocked:
                return Ids(facts, "to").Select(id => (id, words["{0} unlocked a post you approved: {1}", entry.ActorName, Fact("reason")].Value));
            case Changes:
                return owners.Select(id => (id, words["{0} asks for changes: {1}", entry.ActorName, Fact("text")].Value))
                    .Concat(Ids(facts, "over").Select(id => (id, words["Your approval is not needed for now: {0} asked for changes.", entry.ActorName].Value)));
            case Suggested:
                return owners.Select(id => (id, words["{0} changed it and approved it so. Version {1} shows what is new.", entry.ActorName, Fact("version")].Value));
            case Rejected:
                return owners.Select(id => (id, words["{0} rejected it: {1}", entry.ActorName, Fact("text")].Value))
                    .Concat(Ids(facts, "over").Select(id => (id, words["Your approval is no longer needed: {0} rejected the post.", entry.ActorName].Value)));
            default:
                // That it is held is told by the hold itself, to its author and to whoever may publish.
                if (Fact("then") == "held")
                    owners = owners.Where(id => id != authorId && members.TryGetValue(id, out var member) && !member.Can(Permission.PublishPosts));
                return owners.Select(id => (id, Outcome(facts)));
        }
    }

    string Outcome(IReadOnlyDictionary<string, string?> facts) => facts.GetValueOrDefault("then") switch
    {
        "scheduled" => words["Approved and scheduled."],
        "undated" => words["Approved, needs a date."],
        "held" or "late" => words["Approved after its time. Nothing goes out until somebody decides."],
        "refused" => words["Approved, but not scheduled: {0}", facts.GetValueOrDefault("why") ?? ""],
        _ => words["Approved."],
    };

    static IEnumerable<Guid> Ids(IReadOnlyDictionary<string, string?> facts, string name) =>
        (facts.GetValueOrDefault(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => Guid.TryParse(id, out var read) ? read : Guid.Empty).Where(id => id != Guid.Empty);
}
