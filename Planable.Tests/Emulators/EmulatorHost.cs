using System.Globalization;
using System.Text;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Emulators.Discord;
using Planable.Tests.Emulators.Dribbble;
using Planable.Tests.Emulators.GoogleBusiness;
using Planable.Tests.Emulators.LinkedIn;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Emulators.Pinterest;
using Planable.Tests.Emulators.Reddit;
using Planable.Tests.Emulators.Slack;
using Planable.Tests.Emulators.Telegram;
using Planable.Tests.Emulators.TikTok;
using Planable.Tests.Emulators.X;
using Planable.Tests.Emulators.YouTube;

namespace Planable.Tests.Emulators;

/// <summary>
/// All emulated networks at once, for people who try things by hand: `Planable.Tests emulators FILE` starts them on ports from 5201 on and writes
/// the settings that lead the app to them into FILE, one NAME=VALUE a line. Runs until the process is told to stop.
/// </summary>
static class EmulatorHost
{
    const int FirstPort = 5201;

    /// <summary>By the names of `Connectors:Name`.</summary>
    static readonly (string Name, Func<int, Task<INetworkEmulator>> Start)[] Networks =
    [
        ("Bluesky", async port => await BlueskyEmulator.Start(port: port)),
        ("Discord", async port => await DiscordEmulator.Start(port: port)),
        ("Dribbble", async port => await DribbbleEmulator.Start(port: port)),
        ("Facebook", async port => await FacebookEmulator.Start(port: port)),
        ("GoogleBusiness", async port => await GoogleBusinessEmulator.Start(port: port)),
        ("Instagram", async port => await InstagramEmulator.Start(port: port)),
        ("InstagramStandalone", async port => await InstagramEmulator.Start(port: port, isStandalone: true)),
        ("LinkedIn", async port => await LinkedInEmulator.Start(port: port)),
        ("LinkedInPage", async port => await LinkedInEmulator.Start(port: port)),
        ("Mastodon", async port => await MastodonEmulator.Start(port: port)),
        ("Pinterest", async port => await PinterestEmulator.Start(port: port)),
        ("Reddit", async port => await RedditEmulator.Start(port: port)),
        ("Slack", async port => await SlackEmulator.Start(port: port)),
        ("Telegram", async port => await TelegramEmulator.Start(port: port)),
        ("Threads", async port => await ThreadsEmulator.Start(port: port)),
        ("TikTok", async port => await TikTokEmulator.Start(port: port)),
        ("X", async port => await XEmulator.Start(port: port)),
        ("YouTube", async port => await YouTubeEmulator.Start(port: port)),
    ];

    public static async Task<int> Run(string settingsFile)
    {
        var stop = new TaskCompletionSource();
        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, Stop);
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, Stop);
        var settings = new StringBuilder("Outbound__AllowPrivateNetworks=true\n");
        var running = new List<INetworkEmulator>();
        foreach (var (name, start) in Networks)
        {
            var network = await start(FirstPort + running.Count);
            running.Add(network);
            settings.Append(CultureInfo.InvariantCulture, $"Connectors__{name}__BaseUrl={network.Address}\n");
            settings.Append(CultureInfo.InvariantCulture, $"Connectors__{name}__ClientId={OAuthDesk.ClientId}\nConnectors__{name}__ClientSecret={OAuthDesk.ClientSecret}\n");
            Console.WriteLine($"{name,-20} {network.Address}");
        }

        // Written beside and moved, so that whoever waits for it reads it whole.
        await File.WriteAllTextAsync(settingsFile + ".part", settings.ToString());
        File.Move(settingsFile + ".part", settingsFile, overwrite: true);
        await stop.Task;
        foreach (var network in running)
            await network.DisposeAsync();
        return 0;

        void Stop(System.Runtime.InteropServices.PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }
}
