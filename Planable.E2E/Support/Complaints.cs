using System.Collections.Concurrent;

namespace Planable.E2E.Support;

/// <summary>
/// What a browser complains about: console errors (violations of the content security policy among them), errors nobody caught, answers of 500 and above
/// and requests to the app that got none.
/// </summary>
public sealed class Complaints(Uri app)
{
    // Forms answer wrong input with 422 and stale input with 409; the browser notes both as errors on the console.
    static readonly string[] Usual = ["status of 409", "status of 422"];

    readonly ConcurrentQueue<string> heard = new();
    readonly ConcurrentBag<string> expected = [.. Usual];

    public bool Any => Heard.Any();

    IEnumerable<string> Heard => heard.Where(complaint => !expected.Any(words => complaint.Contains(words, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A complaint with these words belongs to what the test does.</summary>
    public void Expect(string words) => expected.Add(words);

    public void Listen(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && IsOurs(message.Page?.Url ?? app.AbsoluteUri))
                heard.Enqueue($"Console: {message.Text} ({message.Location})");
        };
        context.WebError += (_, error) =>
        {
            if (IsOurs(error.Page?.Url ?? app.AbsoluteUri))
                heard.Enqueue($"Page error: {error.Error}");
        };
        context.Dialog += async (_, dialog) =>
        {
            // Being asked before leaving unsaved text is the browser's own dialog; we have none.
            if (dialog.Type != DialogType.BeforeUnload)
                heard.Enqueue($"Dialog: {dialog.Type} {dialog.Message}");
            await dialog.AcceptAsync();
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= 500 && IsOurs(response.Url))
                heard.Enqueue($"Answer {response.Status}: {response.Request.Method} {response.Url}");
        };
        context.RequestFailed += (_, request) =>
        {
            // Aborted is what a page does to its own requests: leaving, or asking again while typing.
            if (IsOurs(request.Url) && request.Failure is not "net::ERR_ABORTED")
                heard.Enqueue($"No answer: {request.Method} {request.Url} {request.Failure}");
        };
    }

    public void AssertNone() => Assert.True(!Any, ToString());

    public override string ToString() => string.Join('\n', Heard);

    bool IsOurs(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback && address.Port == app.Port;
}
