using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Data.Secrets;

namespace Planable.Data.Channels;

/// <summary>The installation's own app at a network: what the network's developer pages call client id and client secret. One serves all workspaces.</summary>
public class NetworkApp : IRevised
{
    public const int ClientIdLength = 300;

    NetworkApp()
    {
    }

    public NetworkApp(string key) => Key = key;

    /// <summary>One of <see cref="NetworkAppKeys"/>.</summary>
    public string Key { get; private set; } = "";

    public string ClientId { get; private set; } = "";

    /// <summary>Locked by the vault.</summary>
    public string ClientSecret { get; private set; } = "";

    public string SavedBy { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public int Revision { get; private set; }

    /// <param name="operating">The company that runs the installation; only its owners hold its apps.</param>
    /// <param name="clientSecret">Empty keeps the one that is there.</param>
    public void Save(string? clientId, string? clientSecret, Vault vault, Person by, Company operating, DateTimeOffset at)
    {
        if (!operating.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of the company that runs this installation set up its apps.");
        if (string.IsNullOrWhiteSpace(clientId))
            throw new RuleBroken("CLIENT_ID_MISSING", "Paste the client id of your app.");
        if (clientId.Trim().Length > ClientIdLength)
            throw new RuleBroken("CLIENT_ID_LONG", "A client id has at most {0} characters.", ClientIdLength);
        if (string.IsNullOrWhiteSpace(clientSecret) && ClientSecret.Length == 0)
            throw new RuleBroken("CLIENT_SECRET_MISSING", "Paste the client secret of your app.");
        ClientId = clientId.Trim();
        if (!string.IsNullOrWhiteSpace(clientSecret))
            ClientSecret = vault.Lock(clientSecret.Trim());
        SavedBy = by.Name;
        SavedAt = at;
    }
}
