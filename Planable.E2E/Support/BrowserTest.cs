using System.Collections.Concurrent;
using Planable.E2E.Pages;

namespace Planable.E2E.Support;

/// <summary>
/// A test in a real browser. Every person sits at a browser of their own, fresh for each test. A test also fails for what the pages complain about.
/// </summary>
public abstract class BrowserTest(Site site) : IAsyncLifetime
{
    /// <summary>The password of everybody in the demo data.</summary>
    public const string Password = "planable-demo";

    // Signing in is looked at once for each person; later tests start where it ended.
    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> SignedIn = new(StringComparer.Ordinal);

    // Tests share a client and its settings, and two who saved them at once would be in each other's way.
    static readonly ConcurrentDictionary<string, Lazy<Task>> Settled = new(StringComparer.Ordinal);

    readonly List<IBrowserContext> contexts = [];

    protected Site Site => site;

    protected RunningApp App => site.App;

    protected Mailbox Mail => new(site.App.MailFolder);

    /// <summary>What pages complained about so far.</summary>
    protected Complaints Complaints { get; } = new(site.App.Address);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        if (failed || Complaints.Any)
            await KeepEvidence();
        foreach (var context in contexts)
            await context.CloseAsync();
        if (!failed)
            Complaints.AssertNone();
        else if (Complaints.Any)
            TestContext.Current.SendDiagnosticMessage(Complaints.ToString());
    }

    /// <summary>A fresh browser in which nobody is signed in.</summary>
    protected Task<IPage> Open(BrowserNewContextOptions? options = null) => Open(null, options);

    /// <summary>A fresh browser in which a person of the demo data is signed in.</summary>
    /// <param name="person">"wanda", "adam" ...</param>
    protected async Task<IPage> OpenAs(string person, BrowserNewContextOptions? options = null) =>
        await Open(await SignedIn.GetOrAdd(person, p => new Lazy<Task<string>>(() => SignIn(p))).Value, options);

    /// <summary>The address in the demo data.</summary>
    protected static string EmailOf(string person) => person switch
    {
        "clara" or "carl" => $"{person}@acme.example",
        "oscar" => "oscar@elsewhere.example",
        _ => $"{person}@northlight.example",
    };

    /// <summary>Posts of Acme can be sent for approval from now on; whoever needs it first says so on the settings page.</summary>
    protected Task AskForApprovals() => Settled.GetOrAdd("approvals", _ => new Lazy<Task>(async () =>
    {
        var adam = await OpenAs("adam");
        await adam.GotoAsync("/w/acme/settings/approvals");
        await adam.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Optional") }).CheckAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(adam.GetByText("Saved how posts are approved.")).ToBeVisibleAsync();
    })).Value;

    protected static BrowserNewContextOptions Phone(int width = 390) =>
        new() { ViewportSize = new() { Width = width, Height = 844 }, HasTouch = true, IsMobile = true, DeviceScaleFactor = 2 };

    async Task<IPage> Open(string? state, BrowserNewContextOptions? options)
    {
        options ??= new();
        options.BaseURL = site.App.Address.AbsoluteUri;
        options.StorageState = state;
        options.ViewportSize ??= new() { Width = 1440, Height = 900 };
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Berlin";
        // Movement is for people; a test would only wait for it.
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await site.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(15_000);
        contexts.Add(context);
        Complaints.Listen(context);
        return await context.NewPageAsync();
    }

    async Task<string> SignIn(string person)
    {
        await using var context = await site.Browser.NewContextAsync(new() { BaseURL = site.App.Address.AbsoluteUri });
        var signIn = new SignInPage(await context.NewPageAsync());
        await signIn.Open();
        await signIn.SignIn(EmailOf(person), Password);
        return await context.StorageStateAsync();
    }

    async Task KeepEvidence()
    {
        Directory.CreateDirectory(RunningApp.Artifacts);
        var name = Path.Combine(RunningApp.Artifacts, $"{GetType().Name}.{TestContext.Current.TestMethod?.MethodName}");
        var pages = contexts.SelectMany(c => c.Pages).ToList();
        for (var i = 0; i < pages.Count; i++)
        {
            await pages[i].ScreenshotAsync(new() { Path = $"{name}.{i}.png", FullPage = true });
            await File.WriteAllTextAsync($"{name}.{i}.html", $"<!-- {pages[i].Url} -->\n{await pages[i].ContentAsync()}");
        }

        await File.WriteAllTextAsync($"{name}.txt", $"{Complaints}\n\n{site.App.Output}");
    }
}
