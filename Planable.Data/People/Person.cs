using Microsoft.AspNetCore.Identity;
using Planable.Data.Languages;
using Planable.Data.Notices;
using Planable.Data.Times;

namespace Planable.Data.People;

public enum Theme
{
    System,
    Light,
    Dark,
}

/// <summary>Somebody with an account, whatever companies and workspaces they belong to.</summary>
public class Person : IdentityUser<Guid>
{
    public const int NameLength = 80;
    public const int TriesBeforeWait = 10;
    public static readonly TimeSpan WaitAfterTries = TimeSpan.FromMinutes(10);

    Person()
    {
    }

    public Person(string name, string email, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7();
        Name = name.Trim();
        Email = email.Trim();
        UserName = Email;
        CreatedAt = at;
        SecurityStamp = Guid.NewGuid().ToString("N");
    }

    public string Name { get; private set; } = "";

    public Theme Theme { get; private set; }

    /// <summary>IANA zone whose times are shown besides the workspace's; null shows the workspace's alone.</summary>
    public string? Zone { get; private set; }

    /// <summary>One of the <see cref="Spoken"/>; null where they chose none.</summary>
    public string? Language { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Single-key shortcuts can be switched off (WCAG 2.1.4).</summary>
    public bool ShortcutsOff { get; private set; }

    /// <summary>When they are left in peace; null is never.</summary>
    public QuietTimes? Quiet { get; private set; }

    public MailPace MailPace { get; private set; }

    /// <summary>After too many wrong tries nobody comes in for a while, not even with the right password.</summary>
    public bool IsLockedAt(DateTimeOffset at) => LockoutEnd > at;

    public void Rename(string to) => Name = to.Trim();

    public void Prefer(Theme theme, bool shortcuts)
    {
        Theme = theme;
        ShortcutsOff = !shortcuts;
    }

    public void Rest(QuietTimes? quiet, MailPace pace) => (Quiet, MailPace) = (quiet, pace);

    /// <summary>Null leaves it to where they are.</summary>
    public void Speak(string? language) => Language = Spoken.Chosen(language);

    public void LiveIn(string? zone) => Zone = zone is null ? null : Zones.Must(zone);
}
