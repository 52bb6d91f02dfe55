namespace Planable.Data.Networks;

/// <summary>A place as a setting holds it: its number at the network, and behind a blank what people call it.</summary>
public static class PlaceValue
{
    public static string? Id(string? value) => value?.Trim().Split(' ', 2)[0] is { Length: > 0 } id ? id : null;

    /// <summary>What people call it; its number if nobody has said.</summary>
    public static string? Name(string? value) => value?.Trim().Split(' ', 2) is [.., { Length: > 0 } name] ? name : null;

    public static string Of(string id, string name) => $"{id} {name.ReplaceLineEndings(" ").Trim()}";

    public static bool Fits(string value) => Id(value) is { Length: <= 64 } id && id.All(char.IsAsciiLetterOrDigit) && value.Any(char.IsAsciiDigit);
}
