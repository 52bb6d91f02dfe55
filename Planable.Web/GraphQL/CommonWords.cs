namespace Planable.Web.GraphQL;

/// <summary>
/// What names mean wherever they stand in the schema, and what types and values mean that are not the API's own. What says something itself keeps its words; a name with its type before it goes before the name alone.
/// </summary>
static class CommonWords
{
    static readonly Dictionary<string, string> Known = Lines(Members).Concat(Lines(Types)).Concat(Lines(Values)).ToDictionary(l => l.Name, l => l.Words, StringComparer.Ordinal);

    public static string? Of(string type, string? member) =>
        member is null ? Known.GetValueOrDefault(type + ".") : Known.GetValueOrDefault($"{type}.{member}") ?? (member.Any(char.IsLower) ? Known.GetValueOrDefault(member) : null);

    static IEnumerable<(string Name, string Words)> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.IndexOf(": ", StringComparison.Ordinal) is var end ? (l[..end], l[(end + 2)..]) : default);

    const string Members = """
        across: Percent of the picture's width from its left edge.
        act: What is done.
        address: Where it goes.
        after: The number of the last event you have: what came since is told first.
        alt: What it shows, in words.
        anchor: The place it is about; without one, the post as a whole.
        approvalState: Where it stands with those who decide.
        approvalStates: Only those that stand so with those who decide.
        at: When.
        atRisk: Only those that will not go out as planned unless somebody acts. For the team.
        attaches: The posts for spreadsheets, beside the PDF.
        audience: Who sees it.
        author: Who wrote it. For the team's eyes, and one's own.
        authorId: Only by this member.
        avatarUrl: Its picture on the network.
        awaitingMe: Only those that wait for the decision of the token's member.
        before: A cursor: what comes before it.
        brief: What it is for.
        by: Who, by name.
        byKind: What kind of actor.
        byName: Who made it.
        bytes: How large it is.
        campaign: The campaign it serves. For the team.
        campaignId: The campaign.
        channel: Where.
        channelId: The channel.
        channelIds: Only on these channels.
        channels: Where it goes.
        class: What kind of failure.
        code: Stable, where there is one.
        colour: One of twelve, from 0.
        comment: What was said.
        comments: What was said, the first first.
        connectedAt: When it was connected.
        contentType: Its kind, e.g. "image/png".
        createdAt: When it was made.
        date: The day.
        day: Of the week.
        days: Days of the week.
        decision: What was decided.
        delivery: The post on its way to a channel.
        despiteComments: If comments of the client are open: of how many you know.
        down: Percent of the picture's height from its top.
        dueAt: When it is to go out.
        dueBefore: Only those due before this instant.
        dueFrom: Only those due from this instant on.
        edges: The items, each with its cursor.
        editedAt: When it was changed last.
        editedSince: Only what was changed since.
        ends: The last day; null without.
        expiresAt: When it ends.
        fileName: What the file is called.
        filter: Which of them; without it, all.
        find: These words …
        first: The first so many after the cursor.
        from: From here.
        handle: Its name on the network.
        hash: SHA-256 of everything publishable.
        height: Pixels; 0 where there are none.
        id: Its id.
        ids: Which.
        index: Its place among the sections, from 0.
        into: What its posts get in its place; without it, none.
        isClient: One of the client's people, not of the team.
        joinedAt: When they joined.
        keepDate: It keeps its date.
        key: Its key.
        kind: Of what kind.
        labelId: The label.
        labelIds: The labels.
        labels: How the team sorts it. For the team.
        last: The last so many before the cursor.
        leftAt: When they left; null while they belong.
        limit: So many points a minute.
        link: Where it leads.
        locale: How dates and numbers are written.
        madeAt: When it was made.
        matchCase: Only where the case is the same.
        media: Its files, in order.
        mediaId: The file.
        member: The member.
        message: In a sentence. It may change.
        metric: Key of the figure, e.g. "reach".
        name: What it is called.
        needsRelease: Nothing goes out before somebody has released it.
        networks: Only on these networks, by key.
        node: The item.
        nodes: The items.
        number: Its number.
        off: Takes it off.
        options: What is chosen for all channels.
        order: In which order.
        outcome: What it came to.
        pageInfo: Whether there is more.
        pausedAt: When it was paused.
        position: Its place, from 0.
        post: The post.
        postId: The post.
        posts: The posts.
        publishedAt: When it went out; null before.
        quote: Words of the text.
        readableDays: So long a run can be read online; null has no end.
        reason: Why.
        recipients: Who gets it.
        remaining: So many points are left.
        removedAt: When it was taken back.
        requestedAt: When somebody was asked.
        resetAt: When all points are back.
        resolvedAt: When it was settled; null while it is open.
        resolvedBy: Who settled it.
        revision: Grows with every change. Send it with an edit, and what others did meanwhile is not overwritten.
        role: What they are here.
        runId: The one time the report was made.
        search: Somewhere in its words, in any case.
        second: Where the clocks go back and the time comes twice: the later of both.
        settings: The network's own settings.
        since: Only lines after this number.
        stage: The level at which it was.
        stages: The levels, in order.
        startedAt: When it began.
        starts: The first day; null without.
        state: Where it stands.
        states: Only those that stand so.
        subject: What it is about, e.g. "post".
        text: The words.
        thread: The conversation it stands in.
        threadId: The conversation.
        through: In which way it was said.
        time: The time.
        to: To here.
        token: The token.
        topics: Kinds of events it is told of.
        total: How many.
        totalCount: How many there are in all.
        unscheduled: Only those without a date, or with false only those with one.
        uploadedAt: When it came.
        url: Where to find it.
        value: What it is set to.
        verbs: Only these acts, e.g. "post.drafted".
        version: The number of the version.
        via: In which way it came.
        website: The client's own.
        weekStart: The first day of the calendar's weeks.
        whenStale: What becomes of it when figures are older than its days for six hours.
        width: Pixels; 0 where there are none.
        with: … become these.
        words: In a sentence.
        zone: Its time zone.
        """;

    const string Types = """
        Mutation.createCampaign: Posts that serve one purpose for a while.
        Mutation.createLabel: A word to sort posts by.
        Mutation.editCampaign: Changes a campaign.
        Mutation.editLabel: Changes a label.
        Mutation.reopenThread: Opens a settled conversation again.
        Mutation.resolveThread: Settles a conversation.
        Mutation.restoreCampaign: Brings a removed campaign back, with its posts as before.
        Mutation.restoreLabel: Brings a removed label back, on its posts as before.
        Post.link: A page it leads to.
        Post.media: Its files, in order.
        Post.text: What channels get that have no text of their own.
        Query.labels: What the team sorts posts by. A client's token sees none.
        Variant.channel: Where it goes.
        ChangePostsInput.: One thing that is done to many posts.
        ChannelFilterInput.: Which channels. What is left out does not narrow.
        CreatePostInput.: A post, as it is written. Whatever is left out can come later.
        DeliveryFailure.: Why something did not go out.
        DeliveryFilterInput.: Which deliveries. What is left out does not narrow.
        DeliveryStep.: A step of a post on its way.
        GroupRule.: How many of a group have to say yes.
        IdentityStrength.: How sure it is who decides.
        MetricKind.: How a figure adds up.
        RecurrencePace.: How often something comes again.
        RequestedKind.: What files are asked for.
        SettingInput.: A chosen setting.
        SnippetKind.: What a snippet is for.
        WantedChanges.: What somebody wants changed.
        Tile.: A tile of a dashboard.
        TileInput.: A tile of a dashboard.
        TileKind.: What a tile shows of a figure.
        ActorKind.: What kind of actor did something.
        AddCommentInput.text: What to say. Names after an @ are told.
        ApprovalMode.: How a client's posts are approved.
        ApprovalState.: Where a post stands with those who decide.
        AudienceGroup.: People who have something in common.
        AudienceOf.: Of whom a network tells.
        CompetitorDay.: What a profile showed on one day.
        Dimension.: By what people are told apart.
        Audience.: Who sees something.
        BrandRuleKind.: What a brand rule looks for.
        BulkAct.: What is done to many posts.
        BulkOutcome.: What one of many posts came to.
        BulkState.: How far an act on many posts is.
        ChangeReason.: Why somebody wants a change.
        ChannelState.: Whether a channel can be published to.
        Comparison.: With which days figures are compared.
        ConnectLinkState.: Where a link for connecting an account stands.
        DateOrder.: How days and months are written in a table.
        DayOfWeek.: A day of the week.
        DecisionKind.: What was decided.
        DeliveryState.: Where a post is on its way to a channel.
        FailureClass.: What kind of failure a network told.
        HoldReason.: Why something waits for a person.
        IdeaState.: Where an idea stands.
        ImportState.: Where an import stands.
        NoticeEvent.: What somebody is told about.
        OutsideWay.: In which way something was said elsewhere.
        Permission.: Something a member may do.
        PostOrder.: In which order posts come.
        PostState.: Where a post stands.
        QuotaPolicy.: What becomes of a post when a network takes no more for now.
        ResetReach.: How far a change takes approvals back.
        ReviewReach.: What somebody with a link may do.
        ReviewShare.: Whether a link shows posts as they are or as they were.
        Role.: What a member is in a workspace.
        SlotPosts.: What becomes of the posts planned for a slot.
        StepState.: Where a level stands.
        SuggestionState.: What became of suggested words.
        Via.: In which way something was done.
        Error.: Why a mutation did nothing.
        Node.: Something with an id of its own.
        CreateReportInput.: A report, as it is set up. Its sections are the usual ones at first.
        CreateReportInput.schedule: When it goes out; without one, only when somebody sends it.
        EditReportSectionInput.title: In place of the usual title.
        MoveReportSectionInput.steps: So many places down, or up if negative.
        MoveReportTemplateSectionInput.steps: So many places down, or up if negative.
        Mutation.addReportSection: Adds a section at the end.
        Mutation.pauseReport: Nothing goes out until it is resumed.
        Mutation.removeReportSection: Takes a section out.
        Mutation.removeWebhook: It is told nothing more, and what was sent is forgotten.
        Mutation.unskipReport: Sends a run that was left out after all.
        OtherNameInput.: Another name for a thing, in one language.
        Report.sections: In their order.
        ReportAttachment.: The posts for spreadsheets, beside the PDF.
        ReportChanged.reportId: The report.
        ReportDifference.part: What it is about.
        ReportTemplate.sections: What it shows, in this order.
        ReportDelivery.address: Where it went.
        ReportDelivery.bouncedAt: When it came back.
        ReportDelivery.openedAt: When it was seen first, as far as the reader's mail program tells.
        ReportPace.: How often a report goes out.
        ReportRecipient.address: Where it goes, by mail.
        ReportRecipientInput.: Somebody who gets a report.
        ReportRecipientInput.address: Where it goes, by mail.
        ReportRun.releasedAt: When it was released.
        ReportRun.releasedBy: Who released it.
        ReportRun.report: The report it is a run of.
        ReportRun.sendAt: When it is to go out.
        ReportRun.sentAt: When it went out.
        ReportRunState.: Where a run of a report stands.
        ReportSchedule.pace: How often.
        ReportSchedule.period: What it is about, seen from its day.
        ReportScheduleInput.: When a report goes out, on the recipient's clock.
        ReportScheduleInput.pace: How often.
        PatternPart.: In what a report is otherwise.
        ReportSectionKind.: What a section of a report shows.
        ResumeWebhookInput.skipMissed: What gathered in the pause is not told.
        SendReportAgainInput.deliveryId: Who gets it once more.
        WebhookEndpoint.pausedBecause: Why it is paused.
        WebhookKind.: What a message to a webhook is.
        WebhookState.: Where a message to a webhook stands.
        WebhookTry.milliseconds: How long it took.
        WebhookWithSecret.webhook: The webhook.
        """;

    const string Values = """
        ActorKind.LINK: Somebody without an account, by a link.
        ActorKind.MEMBER: A member.
        ActorKind.PLANABLE: Planable by itself.
        ActorKind.TOKEN: A program.
        ApprovalMode.MULTI_LEVEL: Required, by several levels one after the other.
        ApprovalMode.NONE: Nobody is asked.
        ApprovalMode.OPTIONAL: Approvals can be asked for; nothing waits for them.
        ApprovalMode.REQUIRED: Nothing goes out that was not approved.
        ApprovalState.APPROVED: Everybody who was asked agreed.
        ApprovalState.CHANGES_REQUESTED: Somebody wants it changed.
        ApprovalState.NONE: Nobody was asked.
        ApprovalState.OUTDATED: It was changed since it was approved.
        ApprovalState.REJECTED: Somebody rejected it.
        ApprovalState.WAITING: Somebody is asked.
        AudienceOf.FOLLOWERS: Those who follow the account.
        AudienceOf.VIEWERS: Those who saw something.
        Dimension.AGE: By age.
        Dimension.COUNTRY: By country.
        Dimension.LANGUAGE: By language.
        Audience.CLIENT: The client too.
        Audience.TEAM: The team alone.
        BulkAct.DELETE: They are deleted.
        BulkAct.DUPLICATE: Each gets a copy, a draft without a date.
        BulkAct.LABEL: They get a label, or lose it.
        BulkAct.REPLACE: Words of theirs become others.
        BulkAct.SCHEDULE: They are handed to their channels.
        BulkAct.SHIFT: They move by some days.
        BulkAct.UNDO: What was done is taken back.
        BulkAct.UNSCHEDULE: They become drafts again.
        BulkOutcome.DONE: It was done.
        BulkOutcome.FAILED: A rule refused it.
        BulkOutcome.SKIPPED: There was nothing to do.
        BulkOutcome.WAITING: Its turn has not come.
        BulkState.DONE: All are through.
        BulkState.STOPPED: Somebody stopped it.
        BulkState.WAITING: It goes on in the background.
        ChangeReason.BRAND: It is not how the brand speaks.
        ChangeReason.FACTS: Something is not true.
        ChangeReason.LEGAL: The law.
        ChangeReason.OTHER: Something else.
        ChangeReason.PICTURE: A picture or video.
        ChangeReason.TIMING: Its time.
        ChangeReason.WORDING: Its words.
        ChannelState.CONNECTED: It can.
        ChannelState.DISCONNECTED: Its sign-in was ended.
        ChannelState.NEEDS_RECONNECT: Somebody has to sign in again.
        ChannelState.PLANNED: Nobody has connected it yet.
        Comparison.BEFORE: With as many days before.
        Comparison.NONE: With none.
        Comparison.YEAR: With the same days a year before.
        ConnectLinkState.CONNECTED: The account is connected.
        ConnectLinkState.DONE: The account is connected.
        ConnectLinkState.EXPIRED: It has ended.
        ConnectLinkState.OPEN: It can be used.
        ConnectLinkState.REVOKED: It was taken back.
        ConnectLinkState.THROWN_AWAY: The account that came was thrown away.
        ConnectLinkState.WAITING: Another account came than was meant, and somebody has to decide.
        ConnectLinkState.FORGOTTEN: The account that came waited too long and was forgotten.
        DateOrder.DAY_FIRST: 31.12.2027.
        DateOrder.MONTH_FIRST: 12/31/2027.
        DayOfWeek.FRIDAY: Friday.
        DayOfWeek.MONDAY: Monday.
        DayOfWeek.SATURDAY: Saturday.
        DayOfWeek.SUNDAY: Sunday.
        DayOfWeek.THURSDAY: Thursday.
        DayOfWeek.TUESDAY: Tuesday.
        DayOfWeek.WEDNESDAY: Wednesday.
        DecisionKind.APPROVED: Yes.
        DecisionKind.CHANGES_REQUESTED: Yes, but otherwise.
        DecisionKind.REJECTED: No.
        DecisionKind.SILENT_CONSENT: Nobody said anything in the time that was agreed.
        DeliveryState.ARMED: It is being sent.
        DeliveryState.CONFIRMING: The network has it and works on it.
        DeliveryState.FAILED: It did not go out.
        DeliveryState.HANDED_OVER: Somebody publishes it from their phone.
        DeliveryState.HELD: It waits for a person.
        DeliveryState.PREPARING: Its files are on their way.
        DeliveryState.PUBLISHED: It is out.
        DeliveryState.UNKNOWN: Nobody knows whether it is out; somebody has to look.
        DeliveryState.WAITING: Its time has not come.
        FailureClass.PERMANENT: It will not work as it is.
        FailureClass.QUOTA_EXHAUSTED: The network takes no more for now.
        FailureClass.RATE_LIMITED: It was too fast.
        FailureClass.REAUTH_REQUIRED: Somebody has to sign in again.
        FailureClass.TOKEN_EXPIRED: The sign-in has to be renewed.
        FailureClass.TRANSIENT: It may work later.
        FailureClass.UNKNOWN_OUTCOME: Nobody knows whether it worked.
        GroupRule.ALL: All of them.
        GroupRule.ANY: Any of them.
        HoldReason.BLACKOUT: Nothing goes out on that day.
        HoldReason.CHANNEL_BROKEN: The channel cannot be published to.
        HoldReason.CONTENT_CHANGED: It was changed since it was handed over.
        HoldReason.FILE_GONE: A file is missing.
        HoldReason.LATE: Its time has passed by too much.
        HoldReason.NOT_APPROVED: It is not approved.
        HoldReason.NOT_CONNECTED: Nobody has connected the channel.
        HoldReason.PAUSED: Publishing was paused.
        HoldReason.PHONE: Nobody published it from their phone.
        HoldReason.QUOTA: The network takes no more for now.
        HoldReason.RIGHTS: A file may not be shown any more.
        IdeaState.DISMISSED: It was put aside.
        IdeaState.OPEN: It waits in the inbox.
        IdeaState.USED: A post was made of it.
        NoticeEvent.APPROVAL_ASKED: Somebody is to approve.
        NoticeEvent.APPROVAL_OVER: Their approval is not needed any more.
        NoticeEvent.ARRIVAL: Files, accounts or licences came or end.
        NoticeEvent.COMMENT: Somebody said something.
        NoticeEvent.DECISION: Somebody decided.
        NoticeEvent.FAILURE: Something did not go out.
        NoticeEvent.HANDOVER: They are to publish from their phone.
        NoticeEvent.MEMBER: Who joins.
        NoticeEvent.MENTION: They are named.
        NoticeEvent.REMINDER: Somebody has waited for them.
        NoticeEvent.RISK: A post will not go out unless somebody acts.
        NoticeEvent.SUGGESTION: Suggested words were taken or not.
        NoticeEvent.WORK: Work in the background is done.
        OutsideWay.EMAIL: By e-mail.
        OutsideWay.IN_PERSON: Face to face.
        OutsideWay.OTHER: In another way.
        OutsideWay.PHONE: On the phone.
        OutsideWay.WHATS_APP: On WhatsApp.
        PatternPart.ATTACHMENT: What goes with it for spreadsheets.
        PatternPart.COMPARED_WITH: The days its figures are compared with.
        PatternPart.READABLE: How long it can be read online.
        PatternPart.RELEASE: Whether somebody releases it.
        PatternPart.SECTION_ADDED: A section is there.
        PatternPart.SECTION_MOVED: A section stands in another place.
        PatternPart.SECTION_REMOVED: A section is not there.
        PatternPart.SECTION_TEXT: A section says something else.
        PatternPart.SECTION_TITLE: A section is called otherwise.
        PatternPart.STALE: What becomes of it when figures are missing.
        Permission.APPROVE_POSTS: Decide about posts.
        Permission.COMMENT: Comment.
        Permission.CONNECT_CHANNELS: Connect channels.
        Permission.DELETE_POSTS: Delete anybody's posts.
        Permission.DELETE_WORKSPACE: Delete the workspace.
        Permission.EDIT_OTHERS_POSTS: Change others' posts.
        Permission.INVITE_CLIENTS: Invite the client's people.
        Permission.INVITE_TEAM: Invite the team.
        Permission.MANAGE_MEMBERS: Say what others may do.
        Permission.MANAGE_WORKSPACE: Settle what holds for the workspace.
        Permission.OVERRIDE_BRAND_RULES: Let posts through that brand rules block.
        Permission.PAUSE_PUBLISHING: Pause publishing.
        Permission.PUBLISH_POSTS: Publish at once, and settle what failed.
        Permission.SCHEDULE_POSTS: Hand posts to their channels.
        Permission.SEE_ACTIVITY: See what was done.
        Permission.SEE_INTERNAL: See what is the team's.
        Permission.UPLOAD_MEDIA: Bring in files.
        Permission.WRITE_POSTS: Write posts.
        IdentityStrength.RECORDED: Somebody of the team wrote it down.
        IdentityStrength.SINGLE_SIGN_ON: They came by their company's sign-in.
        ImportState.DONE: It is through.
        ImportState.RUNNING: It goes on in the background.
        ImportState.STOPPED: Somebody stopped it.
        ImportState.UNDONE: It was taken back.
        ImportState.UPLOADED: It waits to be started.
        PostOrder.CREATED_FIRST: The one written first comes first.
        PostOrder.EDITED_LAST: The one changed last comes first.
        PostOrder.SCHEDULED_FIRST: The one that goes out first comes first.
        PostOrder.SCHEDULED_LAST: The one that goes out last comes first.
        PostState.DRAFT: Nothing goes out.
        PostState.FAILED: It did not go out.
        PostState.HELD: It waits for a person.
        PostState.PARTLY_PUBLISHED: It is out on some of its channels.
        PostState.PUBLISHED: It is out.
        PostState.PUBLISHING: It is on its way.
        PostState.SCHEDULED: It goes out at its time.
        PostState.UNKNOWN: Nobody knows whether it is out; somebody has to look.
        RecurrencePace.DAILY: Every so many days.
        RecurrencePace.MONTHLY: Every so many months.
        RecurrencePace.WEEKLY: Every so many weeks.
        RequestedKind.ANY: Everything.
        RequestedKind.DOCUMENTS: Documents.
        RequestedKind.PICTURES: Pictures.
        RequestedKind.VIDEOS: Videos.
        ResetReach.ALL_LEVELS: Of all levels.
        ResetReach.LAST_LEVEL: Of the last level.
        ResetReach.NOTHING: None.
        ReviewReach.COMMENT: Look and comment.
        ReviewReach.DECIDE: Look, comment and decide.
        ReviewReach.LOOK: Look.
        Role.ADMIN: Settles everything but who owns it.
        Role.CLIENT_APPROVER: Of the client; decides.
        Role.CLIENT_VIEWER: Of the client; looks.
        Role.MANAGER: Answers for the posts.
        Role.OWNER: Owns it.
        Role.PUBLISHER: Publishes.
        Role.REVIEWER: Decides for the team.
        Role.WRITER: Writes.
        SlotPosts.KEEP: They keep their time.
        SlotPosts.MOVE: They go to the next free slots.
        SlotPosts.UNSCHEDULE: They become drafts without a date.
        SnippetKind.HASHTAGS: Hashtags.
        StepState.CURRENT: It is its turn.
        StepState.DONE: It is passed.
        StepState.LATER: Its turn has not come.
        SuggestionState.ACCEPTED: They are the text.
        SuggestionState.DECLINED: They were not taken.
        SuggestionState.OPEN: Nobody has decided.
        AltPolicy.OFF: Nothing.
        Via.API: By a program.
        Via.JOB: By itself.
        Via.LINK: By a link.
        Via.MAIL: By mail.
        Via.WEB: On a page.
        EventTopic.COMMENT: Somebody commented or replied.
        EventTopic.DECISION: Somebody approved, rejected or asked for changes.
        ReportAttachment.CSV: As text with commas.
        ReportAttachment.NONE: Nothing.
        ReportAttachment.XLSX: As a workbook.
        ReportPace.MONTHLY: Every month.
        ReportPace.WEEKLY: Every week.
        ReportRunState.DROPPED: It does not go out.
        ReportRunState.SENT: It went out.
        ReportSectionKind.POSTS: All posts of the days.
        ReportSectionKind.TOP_POSTS: The posts that did best.
        StalePolicy.HOLD: It waits for a person.
        WebhookKind.EVENTS: What happened.
        WebhookPause.BY_HAND: Somebody paused it.
        WebhookState.ARRIVED: It was taken.
        WebhookState.FAILED: It was not taken, and is not tried again.
        WebhookState.WAITING: It is tried, or waits for its turn.
        """;
}
