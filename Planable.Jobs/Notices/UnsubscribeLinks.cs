using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>Addresses in mails by which their reader takes no more mails about an event of one client. They work without signing in and do not run out: mails are old.</summary>
public sealed class UnsubscribeLinks(IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("Planable.UnsubscribeLinks");

    public string For(Guid memberId, IEnumerable<NoticeEvent> events) => $"/unsubscribe/{protector.Protect($"{memberId:N}{string.Join(',', events.Distinct().Order())}")}";

    /// <returns>Null if the address was made up or changed.</returns>
    public (Guid MemberId, IReadOnlyList<NoticeEvent> Events)? Read(string token)
    {
        try
        {
            var named = protector.Unprotect(token);
            return (Guid.ParseExact(named[..32], "N"), [.. named[32..].Split(',').Select(e => Enum.Parse<NoticeEvent>(e))]);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
