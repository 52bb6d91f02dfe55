using Planable.Jobs.Outbound;

namespace Planable.Web.Feeds;

/// <summary>Addresses of calendars from outside, as people paste them.</summary>
static class OverlayAddress
{
    public const int MostOverlays = 20;

    /// <returns>Null if it is no address that may be called.</returns>
    public static Uri? Read(string typed, OutboundGuard guard)
    {
        typed = typed.Trim();
        if (typed.StartsWith("webcal://", StringComparison.OrdinalIgnoreCase))
            typed = "https" + typed["webcal".Length..];
        if (!Uri.TryCreate(typed, UriKind.Absolute, out var address))
            return null;
        try
        {
            guard.MustAllow(address);
            return address;
        }
        catch (OutboundRefused)
        {
            return null;
        }
    }
}
