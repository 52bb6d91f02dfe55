using System.Globalization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;

namespace Planable.Tests.Support;

/// <summary>One method of one route of the app.</summary>
public sealed record Route(HttpMethod Method, RoutePattern Pattern)
{
    /// <summary>"POST w/{workspace}/posts/{id}/copies".</summary>
    public string Name => $"{Method} {string.Join('/', Pattern.PathSegments.Select(Text))}";

    public bool IsRead => Method == HttpMethod.Get || Method == HttpMethod.Head;

    public bool IsInWorkspace => Pattern.GetParameter("workspace") is not null;

    /// <summary>A stream without an end.</summary>
    public bool IsLive => Name.EndsWith("/live", StringComparison.Ordinal);

    /// <summary>Every route of the controllers that run in <paramref name="app"/>.</summary>
    public static IReadOnlyList<Route> All(TestApp app) =>
    [
        .. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.GetParameter("workspace") is not null || e.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Select(m => new Route(new HttpMethod(m), e.RoutePattern)))
            .DistinctBy(r => r.Name).OrderBy(r => r.Name, StringComparer.Ordinal),
    ];

    /// <summary>The address with <paramref name="samples"/> in it, which are named after what stands before them: posts/{id} is the sample "posts/{id}" or "posts".</summary>
    public string Address(IReadOnlyDictionary<string, string> samples)
    {
        var (path, before) = ("", "");
        foreach (var segment in Pattern.PathSegments)
        {
            path += '/' + (segment.IsSimple && segment.Parts[0] is RoutePatternParameterPart
                ? samples.GetValueOrDefault($"{before}/{Text(segment)}") ?? samples.GetValueOrDefault(before) ?? throw new Xunit.Sdk.XunitException($"{Name}: there is no sample for what comes after '{before}'. Add one to {nameof(Samples)}.")
                : Text(segment));
            before = segment.Parts[0] is RoutePatternParameterPart parameter ? parameter.Name : Text(segment);
        }

        return path.Length == 0 ? "/" : path;
    }

    static string Text(RoutePatternPathSegment segment) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }));
}

/// <summary>Rows of Acme to put into addresses: a post that clients see, planned by Pia with a picture, and what belongs to it.</summary>
public static class Samples
{
    public static Task<Dictionary<string, string>> Make(TestApp app) => app.In("acme", async db =>
    {
        var now = app.Clock.GetUtcNow();
        var (olga, pia, wanda) = (await TestApp.Member(db, "olga"), await TestApp.Member(db, "pia"), await TestApp.Member(db, "wanda"));
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var channel = await db.Channels.FirstAsync(c => c.Network == "practice");
        var picture = MediaAsset.Upload(pia, "cup.png", new MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "image/png", 100), 10, 10, now);
        db.Media.Add(picture);
        var post = Post.Draft(pia, workspace, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit("The autumn roast is here.", null, [new PostEdit.Target(channel, null, null)], [new PostEdit.Picture(picture, "A cup")]), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now.AddDays(3), workspace.Zone), workspace.Zone, second: false), pia, now);
        var (invitation, token) = Invitation.Send(olga, null, Role.Writer, 5, TimeSpan.FromDays(7), now);
        db.Invitations.Add(invitation);
        var notice = new Data.Notices.Notice(olga.Id, $"sample:{post.Id}", "failed", post.Id, "It did not go out.", now, null);
        db.Add(notice);
        var (label, campaign) = (new Data.Labels.Label(olga, $"Sample {Guid.NewGuid():N}", 0, now), new Data.Campaigns.Campaign(olga, $"Sample {Guid.NewGuid():N}", 0, now));
        var snippet = new Data.Snippets.Snippet(olga, Data.Snippets.SnippetKind.Hashtags, $"Sample {Guid.NewGuid():N}", "#coffee", now);
        db.AddRange(label, campaign, snippet);
        if (channel.Slots.Count == 0)
            channel.AddSlots([DayOfWeek.Monday], new TimeOnly(9, 0), pia, now);
        workspace.Aim(null, 4, [new Data.Targets.MixShare(label.Id, 25)], olga, now);
        var target = workspace.Targets[0].Id;
        var far = new DateOnly(2030, 1, 1).AddDays(workspace.Blackouts.Count);
        var blackout = workspace.Block(far, far, "Sample", true, olga, now);
        var rule = workspace.BrandRules.Count > 0 ? workspace.BrandRules[0] : workspace.AddBrandRule(new Data.BrandRules.BrandRuleDraft(Data.BrandRules.BrandRuleKind.Words, false, "Sample", "sampleword", []), olga, now);
        if (workspace.Approvals.Flows.Count == 0)
            workspace.SettleApprovals(workspace.Approvals.As(Data.Approvals.ApprovalMode.Optional), olga, now);
        var adam = await TestApp.Member(db, "adam");
        var absence = workspace.Absences.Count > 0 ? workspace.Absences[0] : workspace.Excuse(olga, new DateOnly(2031, 8, 1), new DateOnly(2031, 8, 14), adam, olga, now);
        var folder = AssetFolder.Make($"Folder {post.Id:N}", null, [], olga, now);
        db.AssetFolders.Add(folder);
        var upload = Upload.Begin("cup.png", 100, null, olga, now);
        db.Uploads.Add(upload);
        var (request, requestToken) = UploadRequest.Ask("Gus", null, RequestedKind.Any, 5, 5, 5, null, olga, now);
        db.UploadRequests.Add(request);
        var overlay = Data.Feeds.Overlay.Add(workspace, "Sample", new Uri("https://calendar.invalid/feed.ics"), true, olga, now.AddYears(1));
        db.Overlays.Add(overlay);
        var feed = Data.Feeds.CalendarFeed.Open("Sample", Data.Logs.Audience.Team, olga, now).Feed;
        db.CalendarFeeds.Add(feed);
        var accessToken = Data.Tokens.AccessToken.Make("Sample", [], 30, olga, now).Token;
        db.AccessTokens.Add(accessToken);
        await db.Entry(olga).Reference(m => m.Workspace).LoadAsync();
        var webhook = Data.Webhooks.WebhookEndpoint.Make(new("Sample", "https://hooks.invalid/", Data.Logs.EventTopics.All, Data.Logs.Audience.Team), app.Services.GetRequiredService<Data.Secrets.Vault>(), olga, now).Endpoint;
        var sent = Data.Webhooks.WebhookDelivery.Of(webhook, "{}", "post.drafted", 1, 1, now);
        sent.GiveUp();
        db.AddRange(webhook, sent);
        var integration = Data.Apps.IntegrationApp.Register(await db.Companies.SingleAsync(c => c.Id == workspace.CompanyId), new("Sample", ["https://app.invalid/back"]), false, olga, now).App;
        var consent = Data.Apps.AppConsent.Give(integration, olga.PersonId, new([], "https://app.invalid/back", new string('a', 43)), now).Consent;
        var connected = Data.Tokens.AccessToken.For(consent, integration, olga, now);
        db.AddRange(integration, consent, connected);
        var import = Data.Imports.Import.Upload(pia, "posts.csv", new string('0', 64), ["Text"], [(2, ["A row"])], now);
        import.Map(new Data.Imports.ImportMapping(["text"], default, new TimeOnly(9, 0), [], Schedules: false), pia);
        db.Imports.Add(import);
        var run = Data.Bulk.BulkRun.Plan(pia, Data.Bulk.BulkAct.Duplicate, new Data.Bulk.BulkValues(), [post.Id], now);
        db.BulkRuns.Add(run);
        var note = Data.Calendar.CalendarNote.Write("Harvest week", new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 4), Data.Logs.Audience.Team, olga, now);
        var goal = new Data.Analytics.Goal(olga, channel, Data.Readings.MetricName.Followers, 12_000, new DateOnly(2026, 11, 1), new DateOnly(2027, 12, 31), now);
        db.Goals.Add(goal);
        var limit = new Data.Analytics.FigureLimit(olga, channel, Data.Readings.MetricName.Reach, 7, 100, now);
        db.FigureLimits.Add(limit);
        var rival = new Data.Competitors.Competitor(olga, "practice", "neighbour", now);
        db.Competitors.Add(rival);
        var shortLink = new Data.Links.ShortLink(Guid.NewGuid().ToString("N")[..Data.Links.ShortAddress.CodeLength], "https://acme.example/", post.Id, channel.Id, now);
        db.ShortLinks.Add(shortLink);
        var dashboard = new Data.Analytics.Dashboard(olga, "Sample", [new(Data.Analytics.TileKind.Chart, Data.Readings.MetricName.Reach)], now);
        dashboard.Share(true, olga, now);
        db.Dashboards.Add(dashboard);
        var view = Data.Calendar.SavedView.Save("Drafts", Data.Logs.Audience.Team, Data.Calendar.CalendarQuery.Read(_ => null), olga, now);
        var idea = Data.Ideas.Idea.Capture(new Data.Ideas.IdeaThought("A cup that floats", null, []), Data.Ideas.IdeaSender.Of(olga, Data.Ideas.IdeaWay.Form), now);
        db.Ideas.Add(idea);
        db.AddRange(note, view);
        var set = new Data.Sets.ChannelSet(olga, $"Sample {Guid.NewGuid():N}", [new Data.Sets.ChannelChoice(channel.Id, channel.Name, new Dictionary<string, string>())], now);
        db.ChannelSets.Add(set);
        var (connect, connectToken) = Data.Channels.ConnectLink.Ask("Clara", "practice", "Sample", null, olga, now);
        db.ConnectLinks.Add(connect);
        var (review, reviewToken) = Data.Reviews.ReviewLink.Make(new Data.Reviews.ReviewTerms("Sample", Data.Reviews.ReviewScope.All, Data.Reviews.ReviewReach.Decide, Data.Approvals.IdentityStrength.Name, true, null, null), null, Data.Reviews.ReviewShare.Live, [], olga, now);
        db.ReviewLinks.Add(review);
        var thread = post.Comment(new Data.Conversations.FeedbackDraft(Guid.CreateVersion7(), "Is this ours?", []) { Files = [new(Guid.CreateVersion7(), "brief.pdf", new MediaFile(new string('0', 64), "application/pdf", 1), null, 0, 0, null)] }, Data.Logs.Audience.Client, null, olga, now);
        var task = thread.Give(Guid.CreateVersion7(), "Ask the roaster", olga, null, olga, now);
        var held = new Data.Conversations.HeldReply(thread, new("Gus", "gus@outside.example", "Re: Sample", "From outside", thread.Comments[0].Files, null, Guid.NewGuid().ToString("N")), now);
        db.FeedbackThreads.Add(thread);
        db.HeldReplies.Add(held);
        var certificate = Data.Certificates.Certificate.Issue(
            post,
            new Data.Certificates.CertificateContent(Data.Certificates.CertificateContent.CurrentFormat, post.Id, workspace.Name, now, "Olga", [], [new(1, "", Data.Approvals.DecisionKind.Approved, null, null, "Team", 1, "Olga", false, default, null, Data.Logs.Via.Web, now)], []),
            olga,
            now);
        db.Certificates.Add(certificate);
        var report = Data.Reports.Report.Make(new Data.Reports.ReportTerms($"Sample {post.Id:N}", "en-GB", Data.Analytics.Comparison.Before, true, Data.Reports.StalePolicy.Hold, Data.Reports.ReportAttachment.Csv, null, null, [new("Clara", "clara@acme.example")], null), olga, now);
        var reportRun = report.BeginNow(new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 31), olga, now);
        var sentReport = report.BeginNow(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), olga, now);
        sentReport.Freeze(new Data.Reports.ReportData("Acme", "Northlight", workspace.Zone, new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 30), null, now, [], [], [], [], []), now);
        sentReport.Release(null, olga, now);
        var (reportCopy, reportToken) = sentReport.Send([], now)[0];
        var company = await db.Companies.SingleAsync(c => c.Id == workspace.CompanyId);
        var template = Data.Reports.ReportTemplate.Make("Sample", Data.Reports.ReportTemplate.Usual, company, olga.Person, now);
        db.AddRange(report, reportRun, sentReport, reportCopy, template);
        await db.SaveChangesAsync();
        await db.AppConsents.Where(c => c.Id == consent.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.RedeemedAt, now).SetProperty(x => x.EndsAt, now.AddDays(90)));

        await using var scope = app.Services.CreateAsyncScope();
        var fileKey = scope.ServiceProvider.GetRequiredService<Web.GraphQL.Conversations.CommentFileLinks>().For(new(workspace.Id, olga.Id, thread.Comments[0].Id, thread.Comments[0].Files[0].Id)).Split('/')[^1];
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["w"] = workspace.Slug,
            ["posts"] = post.Id.ToString(),
            ["pictures"] = post.Id.ToString(),
            ["deliveries"] = post.Deliveries.Single().Id.ToString(),
            ["handover"] = post.Deliveries.Single().Id.ToString(),
            ["files"] = "0",
            ["push"] = Guid.NewGuid().ToString(),
            ["versions"] = "1",
            ["comments"] = "1",
            ["threads"] = thread.Id.ToString(),
            ["files/{fileId}"] = thread.Comments[0].Files[0].Id.ToString(),
            ["comment-files"] = fileKey,
            ["tasks"] = task.Id.ToString(),
            ["held-mail"] = held.Id.ToString(),
            ["comments/{commentId}"] = thread.Comments[0].Id.ToString(),
            ["channels"] = channel.Id.ToString(),
            ["slots"] = channel.Id.ToString(),
            ["channelId"] = channel.Slots[0].Id.ToString(),
            ["queue"] = channel.Id.ToString(),
            ["targets"] = target.ToString(),
            ["calendars"] = overlay.Id.ToString(),
            ["feeds"] = feed.Id.ToString(),
            ["guide"] = "reading",
            ["developers"] = accessToken.Id.ToString(),
            ["webhooks"] = webhook.Id.ToString(),
            ["deliveries/{sentId}"] = sent.Id.ToString(),
            ["blackouts"] = blackout.Id.ToString(),
            ["absences"] = absence.Id.ToString(),
            ["absences/{client}"] = workspace.Slug,
            ["client"] = absence.Id.ToString(),
            ["flows"] = workspace.Approvals.Flows[0].Id.ToString(),
            ["brand-rules"] = rule.Id.ToString(),
            ["folders"] = folder.Id.ToString(),
            ["uploads"] = upload.Id.ToString(),
            ["media"] = picture.Id.ToString(),
            ["members"] = wanda.Id.ToString(),
            ["invitations"] = invitation.Id.ToString(),
            ["invitations/{token}"] = token,
            ["labels"] = label.Id.ToString(),
            ["sets"] = set.Id.ToString(),
            ["snippets"] = snippet.Id.ToString(),
            ["campaigns"] = campaign.Id.ToString(),
            ["goals"] = goal.Id.ToString(),
            ["limits"] = limit.Id.ToString(),
            ["dashboards"] = dashboard.Id.ToString(),
            ["competitors"] = rival.Id.ToString(),
            ["l"] = shortLink.Code,
            ["days"] = post.ScheduledAt!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["imports"] = import.Id.ToString(),
            ["rows"] = "2",
            ["bulk"] = run.Id.ToString(),
            ["exports"] = "csv",
            ["new"] = "x",
            ["choices"] = "none",
            ["apps"] = "x",
            ["apps/{id}"] = integration.Id.ToString(),
            ["connections"] = connected.Id.ToString(),
            ["domains"] = Guid.NewGuid().ToString(),
            ["companies"] = workspace.CompanyId.ToString(),
            ["notes"] = note.Id.ToString(),
            ["ideas"] = idea.Id.ToString(),
            ["views"] = view.Id.ToString(),
            ["notices"] = notice.Id.ToString(),
            ["notifications"] = workspace.Slug,
            ["unsubscribe"] = app.Services.GetRequiredService<Jobs.Notices.UnsubscribeLinks>().For(wanda.Id, [Data.Notices.NoticeEvent.Decision])["/unsubscribe/".Length..],
            ["sessions"] = Guid.NewGuid().ToString(),
            ["passkeys"] = "none",
            ["practice"] = channel.RemoteId,
            ["likes"] = Guid.NewGuid().ToString(),
            ["post"] = picture.Sha256,
            ["mail"] = "none",
            ["requests"] = request.Id.ToString(),
            ["u"] = requestToken,
            ["certificates"] = certificate.Id.ToString(),
            ["links"] = connect.Id.ToString(),
            ["connect"] = connectToken,
            ["reviews"] = review.Id.ToString(),
            ["reports"] = report.Id.ToString(),
            ["report-templates"] = template.Id.ToString(),
            ["sections"] = "0",
            ["runs"] = reportRun.Id.ToString(),
            ["recipients"] = Guid.NewGuid().ToString(),
            ["preview"] = new string('0', 64),
            ["key"] = "1",
            ["report"] = reportToken,
            ["pictures/{sha256}"] = new string('0', 64),
            ["r"] = reviewToken,
            ["m"] = "none",
            ["status"] = "404",
        };
    });
}
