using Microsoft.Extensions.Localization;
using Planable.Data.Bulk;
using Planable.Web.Shared;

namespace Planable.Web.Bulk;

static class BulkWords
{
    public static string Verb(BulkAct act) => act switch
    {
        BulkAct.Shift => "Move…",
        BulkAct.Schedule => "Schedule",
        BulkAct.Unschedule => "Take out of the schedule",
        BulkAct.Replace => "Replace words…",
        BulkAct.Label => "Label…",
        BulkAct.Duplicate => "Duplicate",
        BulkAct.Delete => "Delete",
        _ => "Undo",
    };

    public static string Icon(BulkAct act) => act switch
    {
        BulkAct.Shift => "calendar-range",
        BulkAct.Schedule => "calendar-check",
        BulkAct.Unschedule => "calendar-off",
        BulkAct.Replace => "repeat-2",
        BulkAct.Label => "tag",
        BulkAct.Duplicate => "copy",
        BulkAct.Delete => "trash-2",
        _ => "undo-2",
    };

    /// <summary>"12 posts moved. 3 skipped: They are out, or on their way."</summary>
    public static string Said(IStringLocalizer<Words> words, BulkPage page)
    {
        var done = page.Counts.GetValueOrDefault(BulkOutcome.Done);
        var said = words[Done(page.Run.Act, done == 1), done].Value;
        var skipped = page.Counts.GetValueOrDefault(BulkOutcome.Skipped);
        if (skipped == 0)
            return said;
        var why = page.Lines.Where(l => l.Item.Outcome == BulkOutcome.Skipped && l.Item.Why is not null).CountBy(l => l.Item.Why!).MaxBy(w => w.Value).Key;
        return $"{said} {words["{0} skipped: {1}", skipped, words[why]]}";
    }

    public static string Done(BulkAct act, bool isOne) => (act, isOne) switch
    {
        (BulkAct.Shift, true) => "1 post moved.",
        (BulkAct.Shift, _) => "{0} posts moved.",
        (BulkAct.Schedule, true) => "1 post scheduled.",
        (BulkAct.Schedule, _) => "{0} posts scheduled.",
        (BulkAct.Unschedule, true) => "1 post taken out of the schedule.",
        (BulkAct.Unschedule, _) => "{0} posts taken out of the schedule.",
        (BulkAct.Replace, true) => "1 post changed.",
        (BulkAct.Replace, _) => "{0} posts changed.",
        (BulkAct.Label, true) => "1 post labelled.",
        (BulkAct.Label, _) => "{0} posts labelled.",
        (BulkAct.Duplicate, true) => "1 post duplicated.",
        (BulkAct.Duplicate, _) => "{0} posts duplicated.",
        (BulkAct.Delete, true) => "1 post deleted.",
        (BulkAct.Delete, _) => "{0} posts deleted.",
        (_, true) => "1 post put back.",
        _ => "{0} posts put back.",
    };
}
