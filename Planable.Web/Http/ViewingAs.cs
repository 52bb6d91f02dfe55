using Microsoft.AspNetCore.DataProtection;
using Planable.Data.Members;

namespace Planable.Web.Http;

/// <summary>Somebody of the team looks at a client's screens as one of its people does: with their eyes, for an hour at most, and without hands.</summary>
public sealed class ViewingAs(IDataProtectionProvider protection, IHttpContextAccessor accessor)
{
    const string Cookie = "view-as";

    static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>What pages send by themselves when they are looked at. It is not said in the name of somebody who is not looking.</summary>
    static readonly string[] Beacons = ["/reading", "/seen"];

    ITimeLimitedDataProtector Protector => protection.CreateProtector(nameof(ViewingAs)).ToTimeLimitedDataProtector();

    HttpContext Http => accessor.HttpContext!;

    public void Begin(Member viewed, Member by) =>
        Http.Response.Cookies.Append(Cookie, Protector.Protect($"{by.Id:N}{viewed.Id:N}", Longest), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Http.Request.IsHttps, IsEssential = true, MaxAge = Longest });

    public void End() => Http.Response.Cookies.Delete(Cookie);

    /// <returns>The member through whose eyes this one looks; null if through their own.</returns>
    public Guid? Of(Member member)
    {
        if (member.IsClient || Http.Request.Cookies[Cookie] is not { Length: > 0 } kept)
            return null;
        try
        {
            return Protector.Unprotect(kept) is { Length: 64 } ids && Guid.ParseExact(ids[..32], "N") == member.Id ? Guid.ParseExact(ids[32..], "N") : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Expired or made up: both mean one's own eyes.
            return null;
        }
    }

    /// <returns>False if the request was answered: nothing is changed in somebody else's name.</returns>
    public bool Guard(Member viewed)
    {
        var request = Http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path.Value!.EndsWith("/view-as/end", StringComparison.Ordinal))
            return true;
        if (Array.Exists(Beacons, b => request.Path.Value.EndsWith(b, StringComparison.Ordinal)))
        {
            Http.Response.StatusCode = StatusCodes.Status204NoContent;
            return false;
        }

        Http.Response.StatusCode = StatusCodes.Status403Forbidden;
        Http.Items[nameof(ViewingAs)] = viewed.Person.Name;
        return false;
    }
}
