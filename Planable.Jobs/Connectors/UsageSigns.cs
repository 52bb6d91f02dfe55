using System.Text.Json;

namespace Planable.Jobs.Connectors;

/// <summary>How much of what a network allows our app has been used, as overheard beside its answers.</summary>
public sealed class Usage
{
    public bool IsNearLimit { get; set; }
}

/// <summary>
/// Networks tell in a header of any answer how much the app may still do. A connector's acts return what became of the post, so who called them overhears the header
/// here: what is heard during a call goes to that call, on whatever thread it runs.
/// </summary>
public static class UsageSigns
{
    /// <summary>Percent of what Meta allows the app within an hour; at 100 it refuses calls for all accounts.</summary>
    const double Near = 80;

    static readonly AsyncLocal<Usage?> listening = new();

    public static Task<T> During<T>(Usage usage, Func<Task<T>> call)
    {
        var before = listening.Value;
        listening.Value = usage;
        try
        {
            return call();
        }
        finally
        {
            listening.Value = before;
        }
    }

    public static void Hear(HttpResponseMessage response)
    {
        if (listening.Value is { } usage && response.Headers.TryGetValues("X-App-Usage", out var values) && Percent(values.First()) >= Near)
            usage.IsNearLimit = true;
    }

    static double Percent(string header)
    {
        try
        {
            using var told = JsonDocument.Parse(header);
            return told.RootElement.ValueKind != JsonValueKind.Object ? 0
                : told.RootElement.EnumerateObject().Select(p => p.Value.ValueKind == JsonValueKind.Number ? p.Value.GetDouble() : 0).DefaultIfEmpty().Max();
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
