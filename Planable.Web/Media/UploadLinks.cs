using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Web.Media;

/// <summary>The link behind an address, for one request: finding it enters its workspace.</summary>
public sealed class UploadLinks(PlanableDb db, TimeProvider clock)
{
    UploadRequest? request;
    Member? asker;

    public UploadRequest Request => request ?? throw new InvalidOperationException("No link was opened.");

    /// <summary>On whose behalf the files come.</summary>
    public Member Asker => asker ?? throw new InvalidOperationException("No link was opened.");

    /// <returns>Null if there is no such link.</returns>
    public async Task<UploadLinkPage?> Open(string token, CancellationToken cancel)
    {
        var hash = UploadRequest.Hash(token);
        var found = await db.UploadRequests.Everywhere().AsNoTracking().Where(r => r.TokenHash == hash)
            .Join(db.Workspaces, r => r.WorkspaceId, w => w.Id, (r, w) => new { r.Id, r.WorkspaceId, w.Name, w.Zone, Company = db.Companies.Where(c => c.Id == w.CompanyId).Select(c => c.Name).First() })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return null;
        db.Enter(found.WorkspaceId, Via.Link);
        request = await db.UploadRequests.SingleAsync(r => r.Id == found.Id, cancel);
        asker = await db.Members.Include(m => m.Person).SingleAsync(m => m.Id == request.AskedById, cancel);
        return new UploadLinkPage(
            token, found.Company, found.Name, request.From, request.Message, request.Kind, IsOpen, Math.Max(0, request.FilesAllowed - request.Received), request.MegabytesAllowed, request.ExpiresAt, found.Zone);
    }

    /// <summary>Who asked has to be there still, and to be one who may bring files in.</summary>
    bool IsOpen => Request.IsOpen(clock.GetUtcNow()) && Asker.IsActive && Asker.Can(Permission.UploadMedia);

    /// <exception cref="RuleBroken">The link does not take it.</exception>
    public void MustTake(string name, long bytes)
    {
        if (!IsOpen)
            throw new RuleBroken("REQUEST_CLOSED", "This link is closed. {0} was not sent.", name);
        Request.MustTake(name, bytes, clock.GetUtcNow());
    }
}
