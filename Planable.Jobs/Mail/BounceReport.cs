using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Planable.Jobs.Mail;

/// <summary>What became of a mail of ours after a server had taken it.</summary>
/// <param name="MailId">From its Message-ID.</param>
public sealed partial record BounceReport(Guid MailId, bool IsDelivered, string? Reason)
{
    /// <summary>As JSON, one or many: {"message": "&lt;…@northlight.example&gt;", "event": "delivered" or "bounced", "reason": "550 …"}.</summary>
    /// <returns>Null if it is no such thing. What speaks of other mails, or of something else that became of ours, is left out.</returns>
    public static IReadOnlyList<BounceReport>? FromJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Array => [.. root.EnumerateArray().Select(One).OfType<BounceReport>()],
                JsonValueKind.Object => One(root) is { } one ? [one] : [],
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The mail that servers send back to the sender (RFC 3464), with the headers of the one it speaks of.</summary>
    public static IReadOnlyList<BounceReport> FromMail(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        if (Action().Match(text) is not { Success: true } action || Ids().Matches(text).Select(m => Guid.ParseExact(m.Groups[1].Value, "N")).ToList() is not { Count: > 0 } ids)
            return [];
        var reason = Diagnostic().Match(text) is { Success: true } diagnostic ? Folded().Replace(diagnostic.Groups[1].Value, " ").Trim() : null;
        return action.Groups[1].Value.ToLowerInvariant() switch
        {
            "failed" => [new(ids[^1], false, reason)],
            "delivered" => [new(ids[^1], true, null)],
            _ => [],
        };
    }

    static BounceReport? One(JsonElement report) =>
        report.ValueKind != JsonValueKind.Object || !Ids().IsMatch($"<{Text(report, "message")?.Trim('<', '>')}>") ? null
        : (Guid.ParseExact(Ids().Match($"<{Text(report, "message")!.Trim('<', '>')}>").Groups[1].Value, "N"), Text(report, "event")) switch
        {
            (var id, "bounced") => new(id, false, Text(report, "reason")),
            (var id, "delivered") => new(id, true, null),
            _ => null,
        };

    static string? Text(JsonElement report, string name) => report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("<([0-9a-f]{32})@[^<>\\s]{1,255}>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("^Action:[ \\t]*(\\w+)", RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Action();

    [GeneratedRegex("^Diagnostic-Code:[ \\t]*(?:[\\w-]+;)?[ \\t]*([^\\r\\n]*(?:\\r?\\n[ \\t]+[^\\r\\n]*)*)", RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Diagnostic();

    [GeneratedRegex("\\s+", RegexOptions.None, 1000)]
    private static partial Regex Folded();
}
