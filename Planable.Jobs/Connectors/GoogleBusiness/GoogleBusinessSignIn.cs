using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.GoogleBusiness;

/// <summary>Connects the locations of all businesses a Google account manages.</summary>
public sealed class GoogleBusinessSignIn(GoogleAccess access, BusinessApi api) : IConnectByOAuth
{
    internal const string ReadMask = "name,title,storefrontAddress,metadata";

    static readonly string[] Scopes = ["https://www.googleapis.com/auth/business.manage"];

    public Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) => access.Begin(GoogleBusinessConnector.Key, Scopes, returnTo, state, cancel);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var secrets = await access.Complete(GoogleBusinessConnector.Key, Scopes, start, returnTo, code, cancel);
        var connected = new List<ConnectedAccount>();
        foreach (var account in await api.All(secrets, $"{BusinessApi.Accounts}accounts?pageSize=20", "accounts", cancel))
        {
            var name = account.Text("name");
            var locations = await api.All(secrets, $"{BusinessApi.Locations}{name}/locations?pageSize=100&readMask={ReadMask}", "locations", cancel);
            connected.AddRange(locations.Where(TakesPosts).Select(l => new ConnectedAccount(
                $"{name}/{l.Text("name")}", l.Text("title") ?? "", Handle(l), AvatarUrl: null, Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))));
        }

        // The same place may be managed through a person and through a group.
        return connected.Count > 0
            ? [.. connected.DistinctBy(c => c.RemoteId[c.RemoteId.IndexOf("locations/", StringComparison.Ordinal)..], StringComparer.Ordinal)]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "This Google account manages no business that Google takes posts for.");
    }

    /// <summary>Hotels and the like may not post.</summary>
    internal static bool TakesPosts(JsonElement location) =>
        !location.TryGetProperty("metadata", out var metadata) || !metadata.TryGetProperty("canOperateLocalPost", out var can) || can.ValueKind == JsonValueKind.True;

    /// <summary>The street tells places of one name apart.</summary>
    internal static string Handle(JsonElement location)
    {
        var title = location.Text("title") ?? "";
        if (!location.TryGetProperty("storefrontAddress", out var address))
            return title;
        var street = address.TryGetProperty("addressLines", out var lines) && lines.ValueKind == JsonValueKind.Array && lines.GetArrayLength() > 0 ? lines[0].GetString() : null;
        return string.Join(", ", new[] { street, address.Text("locality") }.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } place ? place : title;
    }
}
