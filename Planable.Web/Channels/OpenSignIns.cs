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

/// <summary>A sign-in that brought several accounts: the person chooses among them.</summary>
/// <param name="ChannelId">The planned channel that one of them becomes; null makes new ones.</param>
public sealed record OpenChoice(string Network, Guid WorkspaceId, Guid MemberId, Guid? ChannelId, IReadOnlyList<ConnectedAccount> Accounts, DateTimeOffset Until);

/// <summary>
/// Sign-ins under way at networks. Each is kept encrypted with the person who began it, under a hash of its state: nobody else can finish it,
/// nobody can finish it twice, and after a quarter of an hour nobody can at all.
/// </summary>
public sealed class OpenSignIns(PlanableDb db, Vault vault, TimeProvider clock)
{
    const string Provider = "channel";
    const string Choices = "channel-choice";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static string NewState() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public DateTimeOffset Until => clock.GetUtcNow() + Patience;

    public Task Keep(Guid personId, string state, OpenSignIn signIn, CancellationToken cancel) => Keep(Provider, personId, state, signIn, cancel);

    public Task Keep(Guid personId, string state, OpenChoice choice, CancellationToken cancel) => Keep(Choices, personId, state, choice, cancel);

    /// <returns>Null if this person has no such choice open.</returns>
    public async Task<OpenChoice?> FindChoice(Guid personId, string? state, CancellationToken cancel) =>
        await Value(Choices, personId, state, cancel) is { } value && vault.Open<OpenChoice>(value) is var choice && choice.Until >= clock.GetUtcNow() ? choice : null;

    public async Task EndChoice(Guid personId, string? state, CancellationToken cancel)
    {
        var name = Hash(state);
        await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == Choices && t.Name == name).ExecuteDeleteAsync(cancel);
    }

    /// <returns>Null if this person has no such sign-in under way.</returns>
    public async Task<OpenSignIn?> Find(Guid personId, string? state, CancellationToken cancel)
    {
        var value = await Value(Provider, personId, state, cancel);
        return value is not null && Read(value) is var signIn && signIn.Until >= clock.GetUtcNow() ? signIn : null;
    }

    /// <summary>Finds it and uses it up. Of two that come at once, one gets it.</summary>
    public async Task<OpenSignIn?> Take(Guid personId, string? state, CancellationToken cancel)
    {
        var name = Hash(state);
        var found = await Find(personId, state, cancel);
        return found is not null && await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == Provider && t.Name == name).ExecuteDeleteAsync(cancel) == 1 ? found : null;
    }

    async Task Keep<T>(string provider, Guid personId, string state, T open, CancellationToken cancel)
    {
        foreach (var kept in await db.UserTokens.Where(t => t.UserId == personId && (t.LoginProvider == Provider || t.LoginProvider == Choices)).ToListAsync(cancel))
        {
            if (vault.Open<Ending>(kept.Value!).Until < clock.GetUtcNow())
                db.UserTokens.Remove(kept);
        }

        db.UserTokens.Add(new IdentityUserToken<Guid> { UserId = personId, LoginProvider = provider, Name = Hash(state), Value = vault.Lock(open) });
        await db.SaveChangesAsync(cancel);
    }

    async Task<string?> Value(string provider, Guid personId, string? state, CancellationToken cancel)
    {
        var name = Hash(state);
        return await db.UserTokens.Where(t => t.UserId == personId && t.LoginProvider == provider && t.Name == name).Select(t => t.Value).SingleOrDefaultAsync(cancel);
    }

    /// <summary>What both kinds have in common.</summary>
    sealed record Ending(DateTimeOffset Until);

    OpenSignIn Read(string? locked) => vault.Open<OpenSignIn>(locked!);

    internal static string Hash(string? state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state ?? "")));
}
