using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Times;
using Planable.Web.Members;
using Planable.Web.Shared;

namespace Planable.Web.Logs;

/// <summary>What an entry of the log says, as a sentence after the actor's name.</summary>
public sealed class LogWords(IStringLocalizer<Words> words)
{
    /// <summary>What the log knows, for the filter; in the order people think of it.</summary>
    public static readonly IReadOnlyList<string> Subjects =
        ["post", "recurrence", "evergreen", "channel", "connect-link", "member", "invitation", "workspace", "media", "upload-request", "label", "campaign", "snippet", "import", "note", "view", "idea"];

    public string Subject(string subject) => subject switch
    {
        "post" => words["Posts"],
        "recurrence" => words["Recurring posts"],
        "evergreen" => words["Evergreen posts"],
        "channel" => words["Channels"],
        "connect-link" => words["Connect links"],
        "member" => words["Members"],
        "invitation" => words["Invitations"],
        "workspace" => words["Settings"],
        "media" => words["Media"],
        "upload-request" => words["Upload links"],
        "label" => words["Labels"],
        "campaign" => words["Campaigns"],
        "snippet" => words["Snippets"],
        "import" => words["Imports"],
        "note" => words["Calendar notes"],
        "view" => words["Saved views"],
        "idea" => words["Ideas"],
        _ => subject,
    };

    public string Via(Via via) => via switch
    {
        Data.Logs.Via.Api => words["by API"],
        Data.Logs.Via.Link => words["by link"],
        Data.Logs.Via.Mail => words["by mail"],
        Data.Logs.Via.Job => words["by itself"],
        _ => words["on the web"],
    };

    public string Sentence(LogEntry entry)
    {
        var facts = entry.Facts;
        string Fact(string name) => facts.GetValueOrDefault(name) ?? "–";
        return entry.Verb switch
        {
            "post.drafted" => facts.GetValueOrDefault("kind") is { } kind ? words["started: {0}", words[Planable.Data.Kinds.ContentKinds.Find(kind)?.Name ?? kind]] : words["started a post"],
            "post.marked-live" => words["marked it as live: {0}", string.Join(" – ", new[] { facts.GetValueOrDefault("url"), facts.GetValueOrDefault("note") }.OfType<string>())],
            "post.live-taken-back" => words["took back that it is live"],
            "post.edited" => words["changed the post: {0}", Fact("fields")],
            "post.versioned" => words["kept version {0}", Fact("version")],
            "post.restored" => words["brought version {0} back as version {1}", Fact("from"), Fact("version")],
            "post.planned" => words["planned the post for {0}", Planned(Fact("time"))],
            "post.scheduled" => words["scheduled the post for {0}", Planned(Fact("time"))],
            "post.moved" => words["moved the post to {0}", Planned(Fact("time"))],
            "post.queue-moved" => words["moved the post within the queue, from {0} to {1}", Fact("from"), Planned(Fact("time"))],
            "post.time-fixed" => words["fixed the time of the post: the queue does not move it any more"],
            "channel.slot-kept" => words["kept the slot {1} of {0} for {2}", Fact("name"), Fact("slot"), facts.GetValueOrDefault("label") ?? words["any post"].Value],
            "channel.reflow-on" => words["lets later posts of {0} move up when one leaves the queue", Fact("name")],
            "channel.reflow-off" => words["lets posts of {0} keep their places when one leaves the queue", Fact("name")],
            "evergreen.added" => words["put the post into the evergreen library: again after {0} days, {1} times at most", Fact("gap"), Fact("times")],
            "evergreen.settled" => words["settled how the evergreen post comes again: after {0} days, {1} times at most", Fact("gap"), Fact("times")],
            "evergreen.stopped" => words["stopped publishing the post again"],
            "evergreen.resumed" => words["lets the post be published again"],
            "evergreen.ran" => words["planned the evergreen post again for {0}", Planned(Fact("time"))],
            "evergreen.skipped" => words["skipped a run of the evergreen post: {0}", Fact("why")],
            "evergreen.ended" => words["ended the evergreen post: {0}", Fact("why")],
            "workspace.target-set" => facts.GetValueOrDefault("channel") is { } aimed ? words["set the week target of {0} to {1} posts", aimed, Fact("posts")] : words["set the week target to {0} posts", Fact("posts")],
            "workspace.target-dropped" => words["removed a week target of {0} posts", Fact("posts")],
            "post.swapped" => words["swapped the time of the post with another one: {0}", Planned(Fact("time"))],
            "idea.captured" => words["had an idea: {0}", Fact("text")],
            "idea.captured-again" => facts.GetValueOrDefault("url") is { } page ? words["brought a page again that is among the ideas: {0}", page] : words["added to an idea"],
            "idea.edited" => words["changed the idea: {0}", Fact("text")],
            "idea.labelled" => words["labelled the idea: {0}", Fact("text")],
            "idea.became-post" => words["made a post of the idea: {0}", Fact("text")],
            "idea.dismissed" => words["put the idea aside: {0}", Fact("text")],
            "idea.reopened" => words["took the idea up again: {0}", Fact("text")],
            "workspace.idea-mail-opened" => words["opened a mail address for ideas"],
            "workspace.idea-mail-renewed" => words["gave the ideas another mail address"],
            "workspace.idea-mail-settled" => facts.GetValueOrDefault("outsiders") == "taken" ? words["lets people from outside mail ideas"] : words["no longer lets people from outside mail ideas"],
            "workspace.idea-mail-closed" => words["closed the mail address for ideas"],
            "note.written" => words["noted for {0}: {1}", Fact("first"), Fact("text")],
            "note.edited" => words["changed the note for {0}: {1}", Fact("first"), Fact("text")],
            "note.deleted" => words["deleted the note: {0}", Fact("text")],
            "note.undeleted" => words["brought the note back: {0}", Fact("text")],
            "note.turned-into-post" => words["made a post of the note: {0}", Fact("text")],
            "view.saved" => words["saved the view {0}", Fact("name")],
            "view.changed" => words["changed the view {0}", Fact("name")],
            "view.removed" => words["removed the view {0}", Fact("name")],
            "post.brand-overridden" => words["let the post through in spite of {0} ({1}): {2}", Fact("rules"), Fact("found"), Fact("reason")],
            "post.brand-override-ended" => words["took back that the brand rules do not hold for the post"],
            "workspace.brand-rule-added" => words["set the brand rule {0}", Fact("name")],
            "workspace.brand-rule-changed" => words["changed the brand rule {0}", Fact("name")],
            "workspace.brand-rule-removed" => words["removed the brand rule {0}", Fact("name")],
            "post.published-now" => words["published the post at once"],
            "post.called-back" => words["called the post back before it went out"],
            "post.unscheduled" => words["took the post out of the schedule"],
            "post.deleted" => words["deleted the post"],
            "post.undeleted" => words["brought the post back"],
            "post.handed-over" => words["handed the post over to {0}", Fact("to")],
            "post.zone-changed" => words["moved the post to the zone {0}", Fact("zone")],
            "post.delivered" => words["published the post on {0}", Fact("channel")],
            "post.delivery-failed" => words["could not publish on {0}: {1}", Fact("channel"), Fact("why")],
            "post.delivery-held" => words["held the post for {0}: {1}", Fact("channel"), Fact("why")],
            "post.delivery-unknown" => words["does not know whether the post is out on {0}: {1}", Fact("channel"), Fact("why")],
            "post.delivery-retried" => words["sent the post to {0} again", Fact("channel")],
            "post.delivery-confirmed" => words["confirmed that the post is out on {0}", Fact("channel")],
            "post.commented" => words["wrote a comment below the post on {0}", Fact("channel")],
            "post.comment-failed" => words["could not comment below the post on {0}: {1}", Fact("channel"), Fact("why")],
            "post.comment-retried" => words["sent the comment on {0} again", Fact("channel")],
            "post.comment-confirmed" => words["confirmed that the comment is out on {0}", Fact("channel")],
            "post.comment-denied" => words["confirmed that the comment is not out on {0}", Fact("channel")],
            "post.comment-dropped" => words["took a comment on {0} back before it was written", Fact("channel")],
            "post.live-edit-asked" => words["changed the words of the post on {0}", Fact("channel")],
            "post.live-removal-asked" => words["wants the post off {0}", Fact("channel")],
            "post.live-change-retried" => words["sent the change of the live post to {0} again", Fact("channel")],
            "post.live-change-discarded" => words["gave up the change of the live post on {0}", Fact("channel")],
            "post.live-edit-failed" => words["could not change the post on {0}: {1}", Fact("channel"), Fact("why")],
            "post.live-removal-failed" => words["could not remove the post from {0}: {1}", Fact("channel"), Fact("why")],
            "post.edited-live" => words["put other words on {0}, version {1}", Fact("channel"), Fact("version")],
            "post.taken-off" => words["removed the post from {0}", Fact("channel")],
            "post.thread-ended" => words["let the thread on {0} end after {1} parts", Fact("channel"), Fact("parts")],
            "post.delivery-dropped" => words["took {0} off the post: nothing goes out there", Fact("channel")],
            "post.delivery-denied" => words["confirmed that the post is not out on {0}", Fact("channel")],
            "post.labelled" => facts.GetValueOrDefault("labels") is { } labels ? words["labelled the post: {0}", labels] : words["took all labels off the post"],
            "post.joined" => facts.GetValueOrDefault("campaign") is { } campaign ? words["put the post into the campaign {0}", campaign] : words["took the post out of its campaign"],
            "label.created" => words["created the label {0}", Fact("name")],
            "label.renamed" => words["renamed the label {0} to {1}", Fact("from"), Fact("to")],
            "label.recoloured" => words["gave the label {0} another colour", Fact("name")],
            "label.removed" => words["removed the label {0} from {1} posts", Fact("name"), Fact("posts")],
            "label.merged" => words["merged the label {0} on {2} posts into {1}", Fact("name"), Fact("into"), Fact("posts")],
            "label.restored" => words["brought the label {0} back", Fact("name")],
            "workspace.links-tagged" => words["changed what links carry along"],
            "campaign.created" => words["created the campaign {0}", Fact("name")],
            "campaign.renamed" => words["renamed the campaign {0} to {1}", Fact("from"), Fact("to")],
            "campaign.links-tagged" => words["changed the link tags of the campaign {0}", Fact("name")],
            "campaign.edited" => words["changed the campaign {0}", Fact("name")],
            "campaign.removed" => words["removed the campaign {0} from {1} posts", Fact("name"), Fact("posts")],
            "campaign.merged" => words["merged the campaign {0} with {2} posts into {1}", Fact("name"), Fact("into"), Fact("posts")],
            "campaign.restored" => words["brought the campaign {0} back", Fact("name")],
            "set.created" => words["saved the channel set {0}", Fact("name")],
            "set.edited" => words["changed the channel set {0}", Fact("name")],
            "set.removed" => words["removed the channel set {0}", Fact("name")],
            "snippet.created" => words["saved the snippet {0}", Fact("name")],
            "snippet.edited" => words["changed the snippet {0}", Fact("name")],
            "snippet.removed" => words["removed the snippet {0}", Fact("name")],
            "channel.connected" => words["connected {0}", Fact("name")],
            "channel.reconnected" => words["reconnected {0}", Fact("name")],
            "channel.broken" => words["found that {0} has to be reconnected: {1}", Fact("name"), Fact("why")],
            "channel.disconnected" => words["disconnected {0}", Fact("name")],
            "channel.revoked" => words["disconnected {0} and had the network forget the permission", Fact("name")],
            "channel.ended-with" => words["ended the sign-in of {0} together with that of {1}", Fact("name"), Fact("with")],
            "channel.planned" => words["planned the channel {0}", Fact("name")],
            "connect-link.asked" => words["made a link with which {0} connects {1}", Fact("person"), Fact("name")],
            "connect-link.used" => words["connected {0} with a link", Fact("name")],
            "connect-link.offered" => words["connected “{0}” instead of “{1}” with a link", Fact("name"), Fact("asked")],
            "connect-link.accepted" => words["uses “{0}”, which {1} connected instead of “{2}”", Fact("name"), Fact("person"), Fact("asked")],
            "connect-link.thrown-away" => words["threw away “{0}”, which {1} connected instead of “{2}”", Fact("name"), Fact("person"), Fact("asked")],
            "connect-link.revoked" => words["took back the link with which {0} was to connect {1}", Fact("person"), Fact("name")],
            "channel.paused" => words["paused {0}: {1}", Fact("name"), Fact("why")],
            "channel.resumed" => words["resumed {0}", Fact("name")],
            "channel.slots-added" => words["gave {0} time slots: {1}", Fact("name"), Fact("slots")],
            "channel.slot-removed" => words["took the time slot {1} from {0}", Fact("name"), Fact("slot")],
            "overlay.added" => words["added the calendar {0}", Fact("name")],
            "overlay.removed" => words["removed the calendar {0}", Fact("name")],
            "feed.opened" => words["made a calendar address for {0}", Fact("name")],
            "feed.revoked" => words["revoked the calendar address of {0}", Fact("name")],
            "recurrence.started" => words["made a post recurring: {0}", Fact("rule")],
            "recurrence.skipped" => words["left out a recurring post on {0}: {1}", Fact("day"), Fact("why")],
            "recurrence.ended" => facts.GetValueOrDefault("why") is { } ended ? words["ended a recurring post: {0}", ended] : words["ended a recurring post"],
            "invitation.sent" => words["invited {0} as {1}", facts.GetValueOrDefault("email") ?? words["by link"], RoleOf(Fact("role"))],
            "invitation.sent-again" => words["renewed the invitation of {0} as {1}", facts.GetValueOrDefault("email") ?? words["by link"], RoleOf(Fact("role"))],
            "invitation.revoked" => words["withdrew the invitation of {0}", facts.GetValueOrDefault("email") ?? words["by link"]],
            "invitation.asked-again" => words["found an expired invitation and asked for a new one"],
            "member.joined" => words["joined as {0}, invited by {1}", RoleOf(Fact("role")), Fact("invitedBy")],
            "member.role-changed" => words["made {0} from {1} to {2}", Fact("name"), RoleOf(Fact("from")), RoleOf(Fact("to"))],
            "member.capability-given" => words["gave {0} a capability: {1}", Fact("name"), PermissionOf(Fact("capability"))],
            "member.capability-taken" => words["took a capability from {0}: {1}", Fact("name"), PermissionOf(Fact("capability"))],
            "member.left" => facts.GetValueOrDefault("heir") is { } heir ? words["ended the membership of {0}; {1} takes the posts over", Fact("name"), heir] : words["ended the membership of {0}", Fact("name")],
            "workspace.opened" => words["opened {0} in the zone {1}", Fact("name"), Fact("zone")],
            "workspace.settled" => words["changed the settings: {0}", Fact("changed")],
            "workspace.zone-changed" => words["moved the client from {0} to {1}; {2} posts kept their {3}", Fact("from"), Fact("to"), Fact("posts"), words[Fact("kept")]],
            "workspace.blackout-set" => words["closed {0} to {1}: {2}", Fact("from"), Fact("to"), Fact("why")],
            "workspace.blackout-lifted" => words["opened {0} to {1} again", Fact("from"), Fact("to")],
            "workspace.paused" => words["paused publishing: {0}", Fact("why")],
            "workspace.resumed" => words["resumed publishing"],
            "import.started" => words["began to import {0}, {1} rows", Fact("file"), Fact("rows")],
            "import.finished" => words["imported {0}: {1} posts", Fact("file"), Fact("posts")],
            "import.stopped" => words["stopped the import of {0}", Fact("file")],
            "import.undone" => words["took the import of {0} back: {1} posts", Fact("file"), Fact("posts")],
            "media.uploaded" => words["uploaded {0}", Fact("name")],
            "media.described" => words["changed {0}: {1}", Fact("name"), Fact("changed")],
            "media.moved" => facts.GetValueOrDefault("to") is { } folder ? words["moved {0} to the folder {1}", Fact("name"), folder] : words["moved {0} to the top of the library", Fact("name")],
            "media.licensed" => facts.GetValueOrDefault("until") is { } until ? words["licensed {0} until {1}", Fact("name"), until] : words["licensed {0} for ever", Fact("name")],
            "media.replaced" => words["replaced {0} by version {1}", Fact("name"), Fact("version")],
            "media.edited" => words["edited the picture {0}", Fact("name")],
            "upload-request.asked" => words["made an upload link for {0}", Fact("from")],
            "upload-request.received" => words["sent {0}", Fact("name")],
            "upload-request.closed" => words["closed the upload link for {0}", Fact("from")],
            "media.deleted" => words["deleted {0} from the library", Fact("name")],
            "media.undeleted" => words["brought {0} back into the library", Fact("name")],
            "media.converted" => words["converted {0} to {1}", Fact("name"), Fact("size")],
            "media.conversion-failed" => words["could not convert {0}: {1}", Fact("name"), Fact("why")],
            "media.folder-made" => words["made the folder {0}", Fact("name")],
            "media.folder-renamed" => words["renamed the folder {0} to {1}", Fact("from"), Fact("name")],
            "media.folder-deleted" => words["deleted the folder {0}", Fact("name")],
            // A verb younger than this list still says what it is.
            _ => $"{entry.Verb} {string.Join(", ", facts.Where(f => f.Value is not null).Select(f => $"{f.Key}: {f.Value}"))}".Trim(),
        };
    }

    /// <summary>Where the subject can be looked at; null where there is no page of it.</summary>
    public static string? Link(string root, LogEntry entry) => entry.Subject switch
    {
        "post" => $"{root}/posts/{entry.SubjectId}",
        "channel" => $"{root}/channels",
        "connect-link" => $"{root}/channels/links",
        "member" or "invitation" => $"{root}/members",
        "label" => $"{root}/settings/labels",
        "campaign" => $"{root}/campaigns",
        "snippet" => $"{root}/settings/snippets",
        "media" => $"{root}/media/{entry.SubjectId}",
        "upload-request" => $"{root}/media/requests",
        _ => null,
    };

    /// <summary>"2026-11-21 17:09 Europe/Berlin", as the log keeps it, the way it is said elsewhere.</summary>
    static string Planned(string time) =>
        time.Split(' ', 3) is [var day, var clock, var zone] && DateTime.TryParseExact($"{day} {clock}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? $"{local.ToString("ddd d MMM yyyy, HH:mm", CultureInfo.CurrentCulture)} {Zones.City(zone)}"
            : time;

    string RoleOf(string role) => Enum.TryParse<Role>(role, out var known) ? words[RoleWords.Name(known)] : role;

    string PermissionOf(string permission) => Enum.TryParse<Permission>(permission, out var known) ? words[RoleWords.Name(known)] : permission;
}
