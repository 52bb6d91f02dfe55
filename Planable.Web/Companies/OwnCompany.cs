using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Companies;

/// <summary>The company a page is about, for those who run it. Its other people learn that they may not; strangers that there is nothing.</summary>
public sealed class OwnCompany(PlanableDb db, IHttpContextAccessor accessor)
{
    /// <returns>Null if the person has nothing to do with it.</returns>
    /// <exception cref="NotAllowed">They work for it but do not run it.</exception>
    public async Task<(Company Company, Person Person)?> Find(Guid id, CancellationToken cancel)
    {
        var personId = accessor.HttpContext!.User.PersonId();
        var company = await db.Companies.SingleOrDefaultAsync(
            c => c.Id == id && (c.Owners.Any(o => o.PersonId == personId)
                || db.Workspaces.Any(w => w.CompanyId == id && db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.PersonId == personId && m.LeftAt == null))),
            cancel);
        if (company is null)
            return null;
        var person = await db.Users.SingleAsync(p => p.Id == personId, cancel);
        return company.IsOwnedBy(person.Id) ? (company, person) : throw new NotAllowed("Only the owners of a company look after it.");
    }
}

public static class CompanyOwnership
{
    /// <summary>Does the member run the company whose client this is?</summary>
    public static Task<bool> OwnsCompany(this PlanableDb db, Current current, CancellationToken cancel)
    {
        var (company, person) = (current.Workspace.CompanyId, current.Member.PersonId);
        return db.Companies.AnyAsync(c => c.Id == company && c.Owners.Any(o => o.PersonId == person), cancel);
    }
}
