using System.Security.Cryptography;
using Planable.Data.Reviews;
using Planable.Data.Workspaces;

namespace Planable.Data.Reports;

/// <summary>A report on its way to one person, with their own address of the page where it is read online. How far the mail has come stands with the mail.</summary>
public class ReportDelivery : Entity, IBelongToWorkspace
{
    ReportDelivery()
    {
    }

    /// <returns>The token is mailed once; only its hash is kept.</returns>
    internal static (ReportDelivery Delivery, string Token) To(ReportRecipient to, ReportRun run, int number, DateTimeOffset at)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        return (new ReportDelivery { RunId = run.Id, Name = to.Name, Address = to.Address, Locale = to.Locale ?? run.Locale, Number = number, At = at, TokenHash = ReviewLink.Hash(token) }, token);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid RunId { get; private set; }

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string Locale { get; private set; } = "";

    /// <summary>The first, or how often it was sent to this address.</summary>
    public int Number { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string TokenHash { get; private set; } = "";

    /// <summary>When the pictures of the mail were loaded, or the page online was opened, for the first time.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    public int WrongPasswords { get; private set; }

    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Of its mail: the database takes each once, so a delivery is never mailed twice.</summary>
    public string MailKey => $"report:{Id:N}";

    public void Open(DateTimeOffset at) => OpenedAt ??= at;

    /// <summary>Is this the password of the report? After five wrong ones nobody's is looked at for a while. The caller saves, whatever the answer.</summary>
    public bool Unlock(ReportRun run, string? password, DateTimeOffset at)
    {
        if (run.PasswordHash is not { } hash)
            return true;
        if (PausedUntil is { } until && until > at)
            throw new RuleBroken("PASSWORD_PAUSED", "Too many wrong passwords. Try again in {0} minutes.", (int)Math.Ceiling((until - at).TotalMinutes));
        if (LinkPassword.Matches(password ?? "", hash))
        {
            (WrongPasswords, PausedUntil) = (0, null);
            return true;
        }

        if (++WrongPasswords >= ReviewLink.MostTries)
            (WrongPasswords, PausedUntil) = (0, at + ReviewLink.Pause);
        return false;
    }
}
