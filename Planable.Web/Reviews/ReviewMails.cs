using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Jobs.Mail;
using Planable.Jobs.Reviews;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Reviews;

/// <summary>Writes to people who review by a link. The caller saves, so the mail exists exactly if the link does.</summary>
public sealed class ReviewMails(PlanableDb db, Current current, Mailroom mailroom, TimeWords times, IStringLocalizer<Words> words)
{
    const int Listed = 4;

    /// <param name="company">The agency, in whose name it goes.</param>
    public async Task Send(ReviewLink link, string token, string company, CancellationToken cancel)
    {
        current.Workspace.MustSendMail();
        using var speech = Speech.To(link, current.Workspace).ForNow();
        var all = db.Posts.ShownBy(link, current.Workspace.Zone);
        var count = await all.CountAsync(cancel);
        var channels = link.Scope.Channels.ToList();
        var posts = await all.AsNoTracking().InReviewOrder().Take(Listed)
            .Select(p => new
            {
                p.Text,
                p.ScheduledAt,
                Variants = p.Variants.Where(v => channels.Count == 0 || channels.Contains(v.ChannelId)).Select(v => new { v.Text, v.Channel.Network }).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => new { m.MediaId, m.Alt }).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        var path = $"/r/{token}";
        var shown = posts.Select(p => new MailedPost(
            p.Variants.Count > 0 && p.Variants.TrueForAll(v => v.Text is not null) ? p.Variants[0].Text! : p.Text,
            p.ScheduledAt is { } at ? times.Short(at) : words["No date yet"].Value,
            string.Join(", ", p.Variants.Select(v => Networks.Of(v.Network).Name).Distinct()),
            // Behind a password a mail reader gets no picture.
            p.Picture is null || link.PasswordHash is not null ? null : mailroom.Link($"{path}/media/{p.Picture.MediaId}/thumb?width=960"),
            p.Picture is { Alt.Length: > 0 } picture ? picture.Alt : words["Picture"].Value)).ToList();
        await mailroom.Write<ReviewLinkMail>(
            $"review-link:{link.Id:N}",
            link.Address!,
            count == 1 ? words["One post for {0} waits for your answer", current.Workspace.Name] : words["{0} posts for {1} wait for your answer", count, current.Workspace.Name],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReviewLinkMail.Company)] = company,
                [nameof(ReviewLinkMail.Client)] = current.Workspace.Name,
                [nameof(ReviewLinkMail.Person)] = link.Person!,
                [nameof(ReviewLinkMail.By)] = link.MadeBy,
                [nameof(ReviewLinkMail.Count)] = count,
                [nameof(ReviewLinkMail.Posts)] = shown,
                [nameof(ReviewLinkMail.Decides)] = link.Reach == ReviewReach.Decide,
                [nameof(ReviewLinkMail.HasPassword)] = link.PasswordHash is not null,
                [nameof(ReviewLinkMail.Ends)] = link.ExpiresAt is { } end ? times.Full(end) : null,
                [nameof(ReviewLinkMail.Link)] = mailroom.Link(path),
            });
    }

    public Task SendCode(ReviewDoor door, string address, string code) => door.Workspace.IsPractice ? throw new RuleBroken("PRACTICE_MAIL", "This is a practice workspace: it sends no mail, so no code can be sent either.") : mailroom.Write<ReviewCodeMail>(
        $"review-code:{door.Visit!.Id:N}:{door.Visit.CodeSentAt!.Value.UtcTicks}",
        address,
        words["{0} is your code", code],
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ReviewCodeMail.Code)] = code,
            [nameof(ReviewCodeMail.Client)] = door.Workspace.Name,
            [nameof(ReviewCodeMail.Company)] = door.Company,
        });
}
