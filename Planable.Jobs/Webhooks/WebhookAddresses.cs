using Planable.Data;
using Planable.Data.Webhooks;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Webhooks;

/// <summary>Says no to addresses inside the house before they are saved. When it connects, the guard says it again.</summary>
public sealed class WebhookAddresses(OutboundGuard guard)
{
    /// <summary>Leaves what is no address at all to the endpoint's own rules.</summary>
    public async Task MustBeOutside(WebhookTerms terms, CancellationToken cancel)
    {
        if (!Uri.TryCreate((terms.Address ?? "").Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return;
        try
        {
            await guard.MustReach(address, cancel);
        }
        catch (OutboundRefused refused)
        {
            throw new RuleBroken("WEBHOOK_ADDRESS", refused.Message.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }
    }
}
