using Planable.Data.Channels;
using Planable.Jobs.Connectors;

namespace Planable.Web.Channels;

/// <param name="IsReady">False while this installation has no app there.</param>
public sealed record ConnectableNetwork(string Key, string Name, string Needs, bool IsReady);

/// <param name="MaySetUp">The person looks after the apps of this installation.</param>
public sealed record ConnectPage(IReadOnlyList<ConnectableNetwork> Networks, bool MaySetUp);

/// <summary>The page of one network that people go to and come back from.</summary>
/// <param name="AppKey">Whose app is missing; null if it is there.</param>
/// <param name="Trouble">Why it did not work just now.</param>
public sealed record OAuthPage(string Network, string Name, string Words, Guid? Channel, string? ChannelName, string? AppKey, bool MaySetUp, string? Trouble = null);

/// <summary>The page of one network whose accounts are connected with what is pasted into a form.</summary>
/// <param name="Values">What was typed, without secrets.</param>
/// <param name="Errors">By name of the field; "" for the whole form.</param>
public sealed record FieldsPage(
    string Network, string Name, string Words, Guid? Channel, string? ChannelName, IReadOnlyList<ConnectField> Fields, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<string, string> Errors)
{
    public static IReadOnlyDictionary<string, string> WithoutSecrets(IReadOnlyList<ConnectField> fields, IReadOnlyDictionary<string, string> typed) =>
        fields.Where(f => !f.IsSecret && typed.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => typed[f.Name], StringComparer.Ordinal);
}

/// <summary>Several accounts came from one sign-in.</summary>
/// <param name="Fills">The planned channel that one of them becomes; null lets any number become channels.</param>
public sealed record ChoicePage(string Network, string Name, string State, IReadOnlyList<ChoosableAccount> Accounts, string? Trouble = null, string? Fills = null);

/// <param name="IsConnected">A channel of this client already; choosing it signs it in again.</param>
public sealed record ChoosableAccount(string RemoteId, string Name, string Handle, bool IsConnected);
