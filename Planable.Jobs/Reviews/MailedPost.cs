namespace Planable.Jobs.Reviews;

/// <summary>A post as a mail shows it.</summary>
/// <param name="When">With its zone.</param>
/// <param name="Picture">The whole address; null for none.</param>
public sealed record MailedPost(string Text, string When, string Where, string? Picture, string Alt)
{
    public string Title
    {
        get
        {
            var line = Text.Trim().Split('\n')[0].Trim();
            return line.Length <= 70 ? line : $"{line[..69].TrimEnd()}…";
        }
    }
}
