using Microsoft.Extensions.DependencyInjection;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Discord;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Discord;

namespace Planable.Tests.Connectors.Discord;

/// <summary>What is the same for Discord's bots and webhooks.</summary>
public abstract class DiscordSuite : ConnectorSuite
{
    protected DiscordEmulator Discord => (DiscordEmulator)Network;

    protected IConnectByForm Form => Services.GetRequiredKeyedService<IConnectByForm>("discord");

    protected override string Key => "discord";

    protected override string RefusedText => new('x', 2_001);

    protected override bool Uploads => false;

    protected override async Task<INetworkEmulator> Start() => await DiscordEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddDiscord();

    protected Task<IReadOnlyList<ConnectedAccount>> Connect(string webhook = "", string token = "", string channel = "") =>
        Form.SignIn(new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook"] = webhook, ["token"] = token, ["channel"] = channel }, Cancel);

    protected async Task<ChannelAccount> Bot(string channel) => As((await Connect(token: DiscordEmulator.FirstToken, channel: channel))[0]);

    protected async Task<ChannelAccount> Hook(string address) => As((await Connect(address))[0]);

    static ChannelAccount As(ConnectedAccount connected) =>
        new(Guid.CreateVersion7(), connected.RemoteId, connected.Handle, connected.Server, connected.Secrets, connected.Limits);

    protected static IReadOnlyDictionary<string, string> Chosen(params (string Key, string Value)[] settings) => settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
