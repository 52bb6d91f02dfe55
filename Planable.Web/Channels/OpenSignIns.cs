using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;

namespace Planable.Web.Channels;

/// <summary>A person is at a network's page and will come back.</summary>
/// <param name="ChannelId">The channel to reconnect; null connects a new one.</param>
/// <param name="ReturnTo">The address given to the network: it must be told the same one again.</param>
public sealed record OpenSignIn(string Network, Guid WorkspaceId, Guid MemberId, Guid? ChannelId, Uri ReturnTo, OAuthStart Start, DateTimeOffset Until)
{
    public string Host => Start.Address.Authority;
}

/// <summary>
/// Sign-ins under way at networks. Each is kept encrypted with the person who began it, under a hash of its state: nobody else can finish it,
/// nobody can finish it twice, and after a quarter of an hour nobody can at all.
/// </summary>
public sealed class OpenSignIns(PlanableDb db, Vault vault, TimeProvider clock)
{
    const string Provider = "channel";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static string NewState() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public DateTimeOffset Until => clock.GetUtcNow() + Patience;

    public async Task Keep(Guid personId, string state, OpenSignIn signIn, CancellationToken cancel)
    {
        foreach (var kept in await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == Provider).ToListAsync(cancel))
        {
            if (Read(kept.Value).Until < clock.GetUtcNow())
                db.UserTokens.Remove(kept);
        }

        db.UserTokens.Add(new IdentityUserToken<Guid> { UserId = personId, LoginProvider = Provider, Name = Hash(state), Value = vault.Lock(signIn) });
        await db.SaveChangesAsync(cancel);
    }

    /// <returns>Null if this person has no such sign-in under way.</returns>
    public async Task<OpenSignIn?> Find(Guid personId, string? state, CancellationToken cancel)
    {
        var name = Hash(state);
        var value = await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == Provider && t.Name == name).Select(t => t.Value).SingleOrDefaultAsync(cancel);
        return value is not null && Read(value) is var signIn && signIn.Until >= clock.GetUtcNow() ? signIn : null;
    }

    /// <summary>Finds it and uses it up. Of two that come at once, one gets it.</summary>
    public async Task<OpenSignIn?> Take(Guid personId, string? state, CancellationToken cancel)
    {
        var name = Hash(state);
        var found = await Find(personId, state, cancel);
        return found is not null && await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == Provider && t.Name == name).ExecuteDeleteAsync(cancel) == 1 ? found : null;
    }

    OpenSignIn Read(string? locked) => vault.Open<OpenSignIn>(locked!);

    static string Hash(string? state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state ?? "")));
}
