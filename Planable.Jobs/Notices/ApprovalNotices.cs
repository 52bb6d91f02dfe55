using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Jobs.Notices;

/// <summary>What approvals mean for somebody: it is their turn, it is not any more, or what they sent round came back. One notice for each event and person.</summary>
public sealed class ApprovalNotices(IStringLocalizer<Words> words) : INoticeSource
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

    static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { Asked, Unneeded, Withdrawn, TakenBack, Changes, Rejected, Approved, Unlocked, Suggested };

    public bool Concerns(LogEntry entry) => Kinds.Contains(entry.Verb);

    public Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Told>>(
    [
        .. from entry in entries
           where round.Posts.ContainsKey(entry.SubjectId)
           from reader in Readers(entry, round.Posts[entry.SubjectId].AuthorId, entries, round.Members)
           select new Told(entry, reader.MemberId, reader.Said) { Reason = reader.Why },
    ]);

    IEnumerable<(Guid MemberId, string Said, string? Why)> Readers(LogEntry entry, Guid authorId, IReadOnlyList<LogEntry> told, IReadOnlyDictionary<Guid, Member> members)
    {
        var facts = entry.Facts;
        string Fact(string name) => facts.GetValueOrDefault(name) ?? "";
        IEnumerable<(Guid Id, string Why)> owners = [(authorId, words["You wrote it"].Value), .. Ids(facts, "requester").Select(id => (id, words["You sent it for approval"].Value))];
        switch (entry.Verb)
        {
            case Asked:
                var places = Fact("for").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
                return Ids(facts, "to").Select(id => (id, places.TryGetValue(id.ToString(), out var away) ? words["Your approval is asked for in the place of {0}: {1}.", away, Fact("level")].Value : words["Your approval is asked for: {0}.", Fact("level")].Value, (string?)null));
            case Unneeded:
                return Ids(facts, "to").Select(id => (id, words["Your approval is no longer needed: {0} is decided.", Fact("level")].Value, (string?)null));
            case Withdrawn:
                return Ids(facts, "to").Select(id => (id, words["Your approval is no longer needed: {0} withdrew the post.", entry.ActorName].Value, (string?)null));
            case TakenBack:
                // Who is asked again by the same change hears it once.
                var again = told.Where(t => t.Verb == Asked && t.SubjectId == entry.SubjectId && t.Sequence > entry.Sequence).SelectMany(t => Ids(t.Facts, "to")).ToHashSet();
                return Ids(facts, "to").Where(id => !again.Contains(id)).Select(id => (id, words["It was changed after you approved it: {0}. It will come to you again.", Fact("fields")].Value, (string?)null));
            case Unlocked:
                return Ids(facts, "to").Select(id => (id, words["{0} unlocked a post you approved: {1}", entry.ActorName, Fact("reason")].Value, (string?)null));
            case Changes:
                return owners.Select(o => (o.Id, words["{0} asks for changes: {1}", Who(entry), Fact("text")].Value, (string?)o.Why))
                    .Concat(Ids(facts, "over").Select(id => (id, words["Your approval is not needed for now: {0} asked for changes.", Who(entry)].Value, (string?)null)));
            case Suggested:
                return owners.Select(o => (o.Id, words["{0} changed it and approved it so. Version {1} shows what is new.", entry.ActorName, Fact("version")].Value, (string?)o.Why));
            case Rejected:
                return owners.Select(o => (o.Id, words["{0} rejected it: {1}", Who(entry), Fact("text")].Value, (string?)o.Why))
                    .Concat(Ids(facts, "over").Select(id => (id, words["Your approval is no longer needed: {0} rejected the post.", Who(entry)].Value, (string?)null)));
            default:
                // That it is held is told by the hold itself, to its author and to whoever may publish.
                if (Fact("then") == "held")
                    owners = owners.Where(o => o.Id != authorId && members.TryGetValue(o.Id, out var member) && !member.Can(Permission.PublishPosts));
                return owners.Select(o => (o.Id, facts.GetValueOrDefault("recorders") is { } recorders ? $"{Outcome(facts)} {words["A decision of the client was written down by {0}.", recorders]}" : Outcome(facts), (string?)o.Why));
        }
    }

    /// <summary>Who decided; what was said elsewhere is marked as the word of whoever wrote it down.</summary>
    string Who(LogEntry entry) => entry.Facts.GetValueOrDefault("through") is { } way ? words["{0} ({1}, written down by {2})", entry.Facts.GetValueOrDefault("by") ?? "", words[way].Value, entry.ActorName] : entry.ActorName;

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
