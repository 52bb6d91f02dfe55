using System.Text.Json;
using Planable.E2E.Support;

namespace Planable.E2E.Notices;

/// <summary>
/// Push in a real browser as far as one without its maker's push service goes: the address it would be given is made up, the rest is the browser's own.
/// </summary>
public class PushTests(Site site) : BrowserTest(site)
{
    const string WithoutItsMaker = """
        PushManager.prototype.getSubscription = async () => null;
        PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
          if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("Not what a push service takes.");
          const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
          const keys = { p256dh: await crypto.subtle.exportKey("raw", publicKey), auth: crypto.getRandomValues(new Uint8Array(16)).buffer };
          return { endpoint: `https://push.example/p/${crypto.randomUUID()}`, getKey: (name) => keys[name] };
        };
        """;

    [Fact]
    public async Task A_browser_is_asked_at_the_press_of_a_button_is_listed_and_shows_what_is_pushed()
    {
        var page = await OpenAs("ivo");
        await page.AddInitScriptAsync(WithoutItsMaker);
        await page.GotoAsync("/account/push");
        var show = page.GetByRole(AriaRole.Button, new() { Name = "Show notices on this device" });
        // Without the permission nothing is sent, and the page says why.
        await show.ClickAsync();
        await Expect(page.GetByText("The browser did not allow it.")).ToBeVisibleAsync();
        await Expect(page.GetByText("No browser takes your notifications so far.")).ToBeVisibleAsync();

        await page.Context.GrantPermissionsAsync(["notifications"]);
        await show.ClickAsync();
        await Expect(page.GetByText("This browser takes your notices now.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Take off ") })).ToHaveCountAsync(1);
        await Seen.Accessible(page);

        string[] shown = [];
        // A worker that is not awake yet loses what it is handed; a push service hands it over again. The same key shows once.
        for (var n = 0; n < 6 && shown.Length == 0; n++)
        {
            await Push(page, new { title = "To be published from your phone now: Acme Coffee.", text = "A cup in the rain", path = "/w/acme/calendar", key = "one" });
            shown = await Shown(page);
        }

        Assert.Equal(["To be published from your phone now: Acme Coffee.", "A cup in the rain", "one", "/w/acme/calendar"], shown);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Take off ") }).ClickAsync();
        await Expect(page.GetByText("No browser takes your notifications so far.")).ToBeVisibleAsync();
    }

    /// <summary>What the notices on the screen say; asked again for five seconds.</summary>
    static async Task<string[]> Shown(IPage page)
    {
        for (var n = 0; n < 25; n++)
        {
            var note = await page.EvaluateAsync<string[]>("""
                async () => {
                  const notes = await (await navigator.serviceWorker.ready).getNotifications();
                  return notes.flatMap((note) => [note.title, note.body, note.tag, note.data]);
                }
                """);
            if (note.Length > 0)
                return note;
            await page.WaitForTimeoutAsync(200);
        }

        return [];
    }

    /// <summary>Hands the worker a message as the browser does once it has decrypted it.</summary>
    async Task Push(IPage page, object message)
    {
        // A push for a worker that is still being installed is dropped.
        await page.EvaluateAsync("""
            async () => {
              const { active } = await navigator.serviceWorker.ready;
              if (active.state !== "activated") await new Promise((done) => active.addEventListener("statechange", () => active.state === "activated" && done()));
            }
            """);
        var tools = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>();
        tools.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            foreach (var registration in told!.Value.GetProperty("registrations").EnumerateArray())
                registered.TrySetResult(registration.GetProperty("registrationId").GetString()!);
        };
        await tools.SendAsync("ServiceWorker.enable");
        await tools.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = App.Address.GetLeftPart(UriPartial.Authority),
            ["registrationId"] = await registered.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken),
            ["data"] = JsonSerializer.Serialize(message),
        });
    }
}
