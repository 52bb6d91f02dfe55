namespace Planable.Data.Posts;

/// <summary>What a post is called where there is room for a line: the beginning of its text.</summary>
public static class PostTitle
{
    public static string Of(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0)
            line = line[..end];
        return line.Length <= 60 ? line.ToString() : $"{line[..(char.IsHighSurrogate(line[58]) ? 58 : 59)].TrimEnd()}…";
    }
}
