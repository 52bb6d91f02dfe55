using Planable.Data.People;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Companies;

/// <summary>The agency or firm. Its people are those of its workspaces; these rows say who runs the company itself.</summary>
public class Company : Entity, IRevised
{
    public const int NameLength = 80;
    readonly List<CompanyOwner> owners = [];

    Company()
    {
    }

    public Company(string name, Person founder, DateTimeOffset at)
    {
        Name = name.Trim();
        CreatedAt = at;
        owners.Add(new CompanyOwner(Id, founder.Id));
    }

    public string Name { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public Pause? Pause { get; private set; }

    public IReadOnlyList<CompanyOwner> Owners => owners;

    public int Revision { get; private set; }

    public bool IsOwnedBy(Guid personId) => owners.Exists(o => o.PersonId == personId);

    public Workspace OpenWorkspace(Person by, string name, string slug, string zone, int colour, DateTimeOffset at, bool isPractice = false)
    {
        if (!IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company open workspaces.");
        return new Workspace(this, by, name, slug, zone, colour, isPractice, at);
    }

    public void PauseAll(Person by, string why, DateTimeOffset at)
    {
        if (!IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company pause it.");
        if (string.IsNullOrWhiteSpace(why))
            throw new RuleBroken("REASON_MISSING", "Say why, so that everybody who sees the banner knows.");
        Pause ??= new Pause(at, by.Name, why.Trim());
    }

    public void Resume(Person by)
    {
        if (!IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company resume it.");
        Pause = null;
    }
}

/// <summary>A person who runs the company: opens workspaces, pauses everything.</summary>
public class CompanyOwner
{
    CompanyOwner()
    {
    }

    internal CompanyOwner(Guid companyId, Guid personId)
    {
        CompanyId = companyId;
        PersonId = personId;
    }

    public Guid CompanyId { get; private set; }

    public Guid PersonId { get; private set; }
}
