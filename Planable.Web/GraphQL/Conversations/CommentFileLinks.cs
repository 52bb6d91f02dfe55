using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Conversations;
using Planable.Web.GraphQL.Media;

namespace Planable.Web.GraphQL.Conversations;

/// <summary>One file of a comment as one member reads it.</summary>
public sealed record NamedCommentFile(Guid WorkspaceId, Guid MemberId, Guid CommentId, Guid FileId);

/// <summary>Addresses of files of comments for those who have no browser session: whole, and good for a while.</summary>
public sealed class CommentFileLinks(IDataProtectionProvider protection, MediaAddresses addresses)
{
    static readonly TimeSpan Good = TimeSpan.FromHours(1);

    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Planable.CommentFiles").ToTimeLimitedDataProtector();

    public string For(NamedCommentFile named) => $"{addresses.Site}/comment-files/{protector.Protect($"{named.WorkspaceId:N}{named.MemberId:N}{named.CommentId:N}{named.FileId:N}", Good)}";

    /// <returns>Null if it was made up, changed or has run out.</returns>
    public NamedCommentFile? Read(string key)
    {
        try
        {
            return protector.Unprotect(key) is { Length: 128 } ids ? new(Part(ids, 0), Part(ids, 1), Part(ids, 2), Part(ids, 3)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    static Guid Part(string ids, int number) => Guid.ParseExact(ids.AsSpan(number * 32, 32), "N");
}

/// <summary>Hands out one file of a comment. The address is the key; whether its member may still read the comment is asked each time, since a thread can be hidden and a comment removed.</summary>
[AllowAnonymous, Route("comment-files")]
public class CommentFileController(PlanableDb db, CommentFileLinks links, Attachments attachments) : Controller
{
    [HttpGet("{key}")]
    public async Task<IActionResult> Show(string key, CancellationToken cancel)
    {
        if (links.Read(key) is not { } named)
            return NotFound();
        db.Enter(named.WorkspaceId, Via.Api);
        if (await db.Members.SingleOrDefaultAsync(m => m.Id == named.MemberId && m.LeftAt == null, cancel) is not { } reader)
            return NotFound();
        db.SeeAs(reader);
        var place = await db.FeedbackThreads.Where(t => t.Comments.Any(c => c.Id == named.CommentId)).Select(t => new { t.Id, t.PostId }).SingleOrDefaultAsync(cancel);
        return place is not null && await Attachments.Find(await attachments.ReadBy(reader, place.PostId, place.Id, cancel), named.CommentId, named.FileId, cancel) is { } file
            ? await attachments.Answer(this, file)
            : NotFound();
    }
}

/// <summary>A file that goes with a comment.</summary>
public sealed class CommentFile(FeedbackComment said, FeedbackFile file)
{
    [GraphQLDescription("What it is called.")]
    public string FileName => file.Name;

    public string ContentType => file.File.ContentType;

    public long Bytes => file.File.Bytes;

    [GraphQLDescription("Pixels of a picture; 0 where there are none.")]
    public int Width => file.Width;

    [GraphQLDescription("Pixels of a picture; 0 where there are none.")]
    public int Height => file.Height;

    [GraphQLDescription("Of a document; null where nobody can look into it.")]
    public int? Pages => file.Pages;

    [GraphQLDescription("Where to fetch it from for the next hour, without a token, as long as the comment may be read.")]
    public string GetUrl(CommentFileLinks links, Http.Current current) => links.For(new(current.Workspace.Id, current.Member.Id, said.Id, file.Id));
}
