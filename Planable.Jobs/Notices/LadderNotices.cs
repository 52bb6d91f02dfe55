using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>What the clock says about posts that wait for approval: to those who have not decided, to those whose post it is, and to whoever is to know that it hangs.</summary>
public sealed class LadderNotices(IStringLocalizer<Words> words) : INoticeSource
{
    public bool Concerns(LogEntry entry) => entry.Verb is Notice.Reminded or Notice.Closing or Notice.Missed or Notice.Escalated or Notice.Consented;

    public Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Told>>(
    [
        .. from entry in entries
           where round.Posts.ContainsKey(entry.SubjectId)
           from told in Asked(entry).Concat(Owners(entry, round))
           select told,
    ]);

    IEnumerable<Told> Asked(LogEntry entry) => Ids(entry, "to").Select(id => new Told(entry, id, SaidToAsked(entry)));

    /// <summary>Whose post it is hears of its time, not of every reminder. They are told who it waits for, so they are of the team.</summary>
    IEnumerable<Told> Owners(LogEntry entry, NoticeRound round)
    {
        if (entry.Verb is not (Notice.Closing or Notice.Missed))
            return [];
        (Guid Id, string Why)[] owners = [(round.Posts[entry.SubjectId].AuthorId, words["You wrote it"].Value), .. Ids(entry, "requester").Select(id => (id, words["You sent it for approval"].Value))];
        var asked = Ids(entry, "to").ToHashSet();
        return owners.Where(o => !asked.Contains(o.Id) && round.Members.GetValueOrDefault(o.Id) is { IsClient: false }).Select(o => new Told(entry, o.Id, SaidToOwners(entry)) { Reason = o.Why });
    }

    string SaidToAsked(LogEntry entry)
    {
        var (level, hours, silent) = (Fact(entry, "level"), Fact(entry, "hours"), Fact(entry, "silence").Length > 0);
        return entry.Verb switch
        {
            Notice.Reminded => words["It still waits for your decision: {0}.", level],
            Notice.Closing when silent => words["It goes out in {0} hours unless you say otherwise.", hours],
            Notice.Closing => words["It is planned to go out in {0} hours, and waits for your decision: {1}. Without it nothing goes out.", hours, level],
            Notice.Missed => words["Its time is over, and nothing went out: it waited for your decision: {0}.", level],
            Notice.Consented => words["It goes out without an answer, as agreed: {0}", Fact(entry, "note")],
            _ => words["After {0} hours it still waits for {1}.", hours, Fact(entry, "waiting")],
        };
    }

    string SaidToOwners(LogEntry entry)
    {
        var (names, hours) = (Fact(entry, "names"), Fact(entry, "hours"));
        return entry.Verb == Notice.Missed ? words["Missed: waiting for {0}. Nothing went out. Give it a new time.", names]
            : Fact(entry, "silence").Length > 0 ? words["In {0} hours it goes out, unless {1} says otherwise.", hours, names]
            : words["Not approved {0} hours before its time: waiting for {1}. Without it nothing goes out.", hours, names];
    }

    static string Fact(LogEntry entry, string name) => entry.Facts.GetValueOrDefault(name) ?? "";

    static IEnumerable<Guid> Ids(LogEntry entry, string name) => Fact(entry, name).Split(',').Select(id => Guid.TryParse(id, out var read) ? read : Guid.Empty).Where(id => id != Guid.Empty);
}
