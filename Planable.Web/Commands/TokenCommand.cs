using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Tokens;

namespace Planable.Web.Commands;

/// <summary>`-- token create --email E --workspace W --scopes read,write [--name N] [--days D]` prints a token for a member, who may be a client's.</summary>
static class TokenCommand
{
    public static async Task<int> Run(PlanableDb db, IConfiguration said, string[] args, TimeProvider clock)
    {
        var (email, slug) = (said["email"], said["workspace"]);
        if (args is not ["token", "create", ..] || email is null || slug is null)
        {
            await Console.Error.WriteLineAsync("Use: -- token create --email E --workspace W --scopes read,write");
            return 2;
        }

        var workspace = await db.Workspaces.Where(w => w.Slug == slug).Select(w => (Guid?)w.Id).SingleOrDefaultAsync();
        if (workspace is { } id)
            db.Enter(id, Via.Job);
        var member = await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Person.NormalizedEmail == email.ToUpperInvariant() && m.LeftAt == null);
        if (member is null)
        {
            await Console.Error.WriteLineAsync($"{email} is no member of a workspace '{slug}'.");
            return 2;
        }

        try
        {
            var (token, secret) = AccessToken.Make(said["name"] ?? "Command line", TokenScopes.Parse(said["scopes"] ?? "read"), said.GetValue("days", 365), member, clock.GetUtcNow());
            db.AccessTokens.Add(token);
            await db.SaveChangesAsync();
            Console.WriteLine(secret);
            return 0;
        }
        catch (RuleBroken rule)
        {
            await Console.Error.WriteLineAsync(rule.Message);
            return 2;
        }
    }
}
