using System.Globalization;
using Planable.Data;

namespace Planable.Web.Conversations;

/// <summary>Places in a video as people write them: 0:07.3, 1:02:05.</summary>
static class Moments
{
    /// <summary>In milliseconds; null if nothing was written.</summary>
    public static int? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        var seconds = 0m;
        var parts = typed.Trim().Replace(',', '.').Split(':');
        foreach (var part in parts)
        {
            if (parts.Length > 3 || !decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read))
                throw new RuleBroken("MOMENT_UNREADABLE", "“{0}” is not a place in a video. Write it like 0:07.3.", typed.Trim());
            seconds = (seconds * 60) + read;
        }

        return seconds > 86_400 ? throw new RuleBroken("MOMENT_UNREADABLE", "“{0}” is not a place in a video. Write it like 0:07.3.", typed.Trim()) : (int)(seconds * 1000);
    }

    public static string Say(int milliseconds)
    {
        var (minutes, seconds, tenths) = (milliseconds / 60_000, milliseconds / 1000 % 60, milliseconds / 100 % 10);
        return string.Create(CultureInfo.InvariantCulture, $"{minutes}:{seconds:00}{(tenths > 0 ? $".{tenths}" : "")}");
    }
}
