using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Brands;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.People;

namespace Planable.Web.Reviews;

/// <summary>The link behind an address, for one request: finding it enters its workspace as far as the link shows it. Finding it changes nothing.</summary>
public sealed class ReviewDoor(PlanableDb db, Current current, TimeProvider clock, IHttpContextAccessor accessor, CurrentBrand brand)
{
    const string Cookie = "review";

    static readonly TimeSpan CookieLife = TimeSpan.FromDays(180);

    ReviewLink? link;
    string token = "";

    HttpContext Http => accessor.HttpContext!;

    public ReviewLink Link => link ?? throw new InvalidOperationException("No link was opened.");

    public Workspace Workspace => current.Workspace;

    public string Company { get; private set; } = "";

    /// <summary>This browser, if it did something here before.</summary>
    public ReviewVisit? Visit { get; private set; }

    /// <summary>Signed in, and one of the workspace's people.</summary>
    public Member? Member { get; private set; }

    public string Path => $"/r/{token}";

    /// <summary>A member reads as everywhere else in this client, others as the link says.</summary>
    public Speech Speech => Member is not null ? Speech.To(Member, Workspace) : Speech.To(Link, Workspace, MeetReader.Best(Http.Request));

    public ReviewLinkState State => Link.StateAt(clock.GetUtcNow());

    /// <summary>A password is asked for before anything is shown. Members of the client need none.</summary>
    public bool IsLocked => Link.PasswordHash is not null && Member is null && Visit?.PasswordHash != Link.PasswordHash;

    /// <summary>What they are called: by their membership, by what they typed, or by whom the link was made for.</summary>
    public string? Name => Member?.Person.Name ?? Visit?.Name ?? Link.Person;

    /// <summary>How surely the browser is known. A personal link is worth nothing before its mailbox has answered.</summary>
    public IdentityStrength? Strength => this switch
    {
        { Member: not null } => IdentityStrength.Account,
        { IsConfirmed: true } => IdentityStrength.MailCode,
        { Link.IsPersonal: false, Visit.Name: not null } => IdentityStrength.Name,
        _ => null,
    };

    bool IsConfirmed => Visit is not null && Visit.IsConfirmed(clock.GetUtcNow()) && (!Link.IsPersonal || Same(Visit.Address, Link.Address));

    /// <summary>How surely somebody has to be known for a word here, whatever the flow says besides.</summary>
    public IdentityStrength Wanted => Link.IsPersonal && Link.Identity == IdentityStrength.Name ? IdentityStrength.MailCode : Link.Identity;

    /// <returns>False if there is no such link.</returns>
    public async Task<bool> Open(string address, CancellationToken cancel)
    {
        if (link is not null && token == address)
            return true;
        var hash = ReviewLink.Hash(address);
        var (visitId, secret) = Kept();
        var personId = Http.User.PersonId();
        var found = await db.ReviewLinks.Everywhere().Where(l => l.TokenHash == hash)
            .Join(db.Workspaces, l => l.WorkspaceId, w => w.Id, (l, w) => new
            {
                Link = l,
                Workspace = w,
                Company = db.Companies.Where(c => c.Id == w.CompanyId).Select(c => c.Name).First(),
                Sheets = db.BrandSheets.Where(s => s.CompanyId == w.CompanyId && (s.WorkspaceId == null || s.WorkspaceId == w.Id)).ToList(),
                Visit = db.ReviewVisits.Everywhere().Where(v => v.Id == visitId && v.LinkId == l.Id).FirstOrDefault(),
                Member = db.Members.Everywhere().IgnoreAutoIncludes().Where(m => m.PersonId == personId && m.WorkspaceId == w.Id && m.LeftAt == null).FirstOrDefault(),
                Person = db.Users.Where(p => p.Id == personId).FirstOrDefault(),
            })
            .AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (found is null)
            return false;
        brand.Wear(Brand.Of(found.Workspace.CompanyId, found.Company, found.Sheets));
        db.Enter(found.Workspace.Id, Via.Link);
        (link, token, Company) = (found.Link, address, brand.Brand!.Name);
        Visit = found.Visit?.IsBy(secret) == true ? found.Visit : null;
        Member = found.Member;
        current.Visit(found.Workspace, Path);
        return true;
    }

    /// <summary>The visit of this browser, begun now if it is the first thing it does. For what a person does only.</summary>
    public ReviewVisit Begin()
    {
        if (Visit is not null)
            return Visit;
        var (visit, secret) = ReviewVisit.Begin(Link, Device.Words(Http.Request.Headers.UserAgent), clock.GetUtcNow());
        db.ReviewVisits.Add(visit);
        Http.Response.Cookies.Append(Cookie, $"{visit.Id:N}{secret}", new CookieOptions { Path = Path, HttpOnly = true, Secure = Http.Request.IsHttps, SameSite = SameSiteMode.Lax, MaxAge = CookieLife, IsEssential = true });
        return Visit = visit;
    }

    /// <summary>Who has a post before their eyes; the caller saves. Not the team, which looks at what it sends.</summary>
    public async Task See(Guid postId, int version, CancellationToken cancel)
    {
        var (visit, at) = (Begin(), clock.GetUtcNow());
        visit.See(postId, version, at);
        if (Member is not { IsClient: false })
            await db.See(postId, version, Member is { } member ? Viewer.Of(member, Link.Id) : Viewer.Of(visit, Link), at, cancel);
    }

    /// <summary>Who decides or comments. A mailbox of a member that answered speaks for the member.</summary>
    /// <param name="key">Of the press of the button.</param>
    public async Task<Decider> Decider(Guid? key, CancellationToken cancel)
    {
        if (Member is { } member)
            return Data.Approvals.Decider.Of(member, Via.Link) with { LinkId = Link.Id, Key = key };
        var strength = Strength ?? throw new InvalidOperationException("Nobody said who they are.");
        var name = Visit!.Name ?? Link.Person!;
        if (strength == IdentityStrength.MailCode && await MemberAt(Visit.Address!, cancel) is { } known)
            return Data.Approvals.Decider.Of(known, Via.Link, strength) with { LinkId = Link.Id, Address = Visit.Address, Key = key };
        return Data.Approvals.Decider.Guest(Workspace, Link.Id, Link.Called(name), strength, Visit.Address) with { Key = key, VisitId = Visit.Id };
    }

    /// <summary>Who says something, which weighs less than deciding: a name is enough, and only a mailbox that answered speaks for a member.</summary>
    public async Task<Decider> Speaker(CancellationToken cancel) =>
        Member is not null || IsConfirmed ? await Decider(null, cancel) : Data.Approvals.Decider.Guest(Workspace, Link.Id, Link.Called(Visit!.Name!), IdentityStrength.Name) with { VisitId = Visit.Id };

    /// <summary>The member whose mailbox it is, if they decide for the client.</summary>
    Task<Member?> MemberAt(string address, CancellationToken cancel)
    {
        var normalised = address.ToUpperInvariant();
        return db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Person.NormalizedEmail == normalised && m.LeftAt == null && (m.Role == Role.ClientApprover || m.Role == Role.ClientViewer), cancel);
    }

    (Guid Id, string Secret) Kept() =>
        Http.Request.Cookies[Cookie] is { Length: > 32 } kept && Guid.TryParseExact(kept[..32], "N", out var id) ? (id, kept[32..]) : (Guid.Empty, "");

    static bool Same(string? address, string? other) => string.Equals(address, other, StringComparison.OrdinalIgnoreCase);
}
