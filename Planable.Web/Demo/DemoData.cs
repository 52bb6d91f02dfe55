using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.BrandRules;
using Planable.Data.Campaigns;
using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Practice;
using Planable.Data.Secrets;
using Planable.Data.Snippets;
using Planable.Data.Workspaces;
using Planable.Jobs.Connectors;

namespace Planable.Web.Demo;

/// <summary>
/// The company Northlight with its clients Acme and Bolt, everybody who works there, and a stranger with a company of his own.
/// Never in production: everybody has the same password.
/// </summary>
sealed class DemoData(IServiceScopeFactory scopes, TimeProvider clock, IWebHostEnvironment environment)
{
    public const string Password = "planable-demo";

    public async Task Ensure()
    {
        if (environment.IsProduction())
            throw new InvalidOperationException("Demo data does not belong into production.");
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        if (await db.Companies.AnyAsync())
            return;

        var at = clock.GetUtcNow();
        var people = AddPeople(db, scope.ServiceProvider.GetRequiredService<IPasswordHasher<Person>>(), at);
        var northlight = new Company("Northlight", people["olga"], at);
        var elsewhere = new Company("Elsewhere", people["oscar"], at);
        db.Companies.AddRange(northlight, elsewhere);
        await db.SaveChangesAsync();

        var team = new (string Name, Role Role)[] { ("adam", Role.Admin), ("wanda", Role.Writer), ("pia", Role.Publisher), ("ivo", Role.Reviewer) };
        await Open(northlight.OpenWorkspace(people["olga"], "Acme", "acme", "Europe/Berlin", 0, at), people, [.. team, ("clara", Role.ClientApprover), ("carl", Role.ClientViewer)], ["Acme Coffee", "Acme Roastery"], at);
        await Open(northlight.OpenWorkspace(people["olga"], "Bolt", "bolt", "America/New_York", 1, at), people, [("adam", Role.Admin), ("pia", Role.Publisher)], ["Bolt Bikes"], at);
        await Open(elsewhere.OpenWorkspace(people["oscar"], "Elsewhere", "elsewhere", "Europe/London", 6, at), people, [], ["Elsewhere"], at);
    }

    static Dictionary<string, Person> AddPeople(PlanableDb db, IPasswordHasher<Person> hasher, DateTimeOffset at)
    {
        var everybody = new (string First, string Last, string Domain)[]
        {
            ("Olga", "Owner", "northlight"), ("Adam", "Admin", "northlight"), ("Wanda", "Writer", "northlight"), ("Pia", "Publisher", "northlight"),
            ("Ivo", "Inside", "northlight"), ("Clara", "Client", "acme"), ("Carl", "Casual", "acme"), ("Oscar", "Outside", "elsewhere"),
        };
        var people = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var (first, last, domain) in everybody)
        {
            var person = new Person($"{first} {last}", $"{first.ToLowerInvariant()}@{domain}.example", at) { EmailConfirmed = true, LockoutEnabled = true };
            person.NormalizedEmail = person.NormalizedUserName = person.Email!.ToUpperInvariant();
            // One salted hash for each: the same password must not look the same in the table.
            person.PasswordHash = hasher.HashPassword(person, Password);
            db.Users.Add(person);
            people.Add(first.ToLowerInvariant(), person);
        }

        return people;
    }

    async Task Open(Workspace workspace, Dictionary<string, Person> people, IEnumerable<(string Name, Role Role)> members, IEnumerable<string> channels, DateTimeOffset at)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var vault = scope.ServiceProvider.GetRequiredService<Vault>();
        db.AttachRange(people.Values);
        db.Enter(workspace.Id, Via.Job);
        var owner = workspace.Founder!;
        db.Workspaces.Add(workspace);
        db.Members.Add(owner);
        await db.SaveChangesAsync();

        foreach (var (name, role) in members)
        {
            var (invitation, _) = Invitation.Send(owner, people[name].Email, role, 1, TimeSpan.FromDays(7), at);
            db.Invitations.Add(invitation);
            db.Members.Add(invitation.Accept(workspace, people[name], null, at));
        }

        foreach (var name in channels)
        {
            var handle = Workspace.SlugFor(name);
            db.PracticeAccounts.Add(new PracticeAccount(handle, name));
            var channel = Channel.Connect(
                owner, "practice", new RemoteAccount(handle, name, handle, null, null, new Dictionary<string, int>(StringComparer.Ordinal)),
                vault.Lock(new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal))), at);
            // Enough for "next free slot" to have something to say.
            channel.AddSlots([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new TimeOnly(9, 0), owner, at);
            channel.AddSlots([DayOfWeek.Tuesday, DayOfWeek.Thursday], new TimeOnly(17, 0), owner, at);
            db.Channels.Add(channel);
        }

        if (workspace.Slug == "acme")
        {
            db.Labels.AddRange(((string[])["Product", "Behind the bar", "Event"]).Select((name, colour) => new Label(owner, name, colour * 3, at)));
            var ad = new Label(owner, "Ad", 5, at);
            db.Labels.Add(ad);
            SetBrandRules(workspace, ad, owner, at);
            db.Snippets.AddRange(
                new Snippet(owner, SnippetKind.Hashtags, "House tags", "#coffee #acmecoffee #specialty #berlin", at),
                new Snippet(owner, SnippetKind.Signature, "Opening hours", "Open daily from eight. Call {client.phone}.", at),
                new Snippet(owner, SnippetKind.Variable, "client.phone", "+49 30 5550 117", at));
            db.Campaigns.Add(new Campaign(owner, "Autumn roast launch", 0, at));
        }

        await db.SaveChangesAsync();
    }

    static void SetBrandRules(Workspace workspace, Label ad, Member owner, DateTimeOffset at)
    {
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Words, true, "Cheap talk", "cheap*, bargain*, low-cost", [], Note: "Say what it is worth."), owner, at);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Claims, false, "Health and rank", "healthy, detox, best coffee, number one", [], Note: "Needs a source we can show."), owner, at);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Disclosure, false, "Paid partnerships", "#ad, #anzeige", [ad.Id], "paid partnership"), owner, at);
        workspace.AddBrandRule(new BrandRuleDraft(BrandRuleKind.Links, true, "Short links", "bit.ly, tinyurl.com, t.ly", [], Note: "Link to acme.example itself."), owner, at);
    }
}
