using Microsoft.EntityFrameworkCore;
using Planable.Data.Webhooks;

namespace Planable.Data.Databases;

/// <summary>Addresses that are told what happens, and what was sent to them.</summary>
static class WebhookTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<WebhookEndpoint>(endpoint =>
        {
            endpoint.Property(e => e.Name).HasMaxLength(WebhookEndpoint.NameLength);
            endpoint.Property(e => e.Address).HasMaxLength(WebhookEndpoint.AddressLength);
            endpoint.Property(e => e.Topics).AsJson();
            endpoint.Property(e => e.Secret).HasMaxLength(1000);
            endpoint.Property(e => e.OlderSecret).HasMaxLength(1000);
            endpoint.HasOne(e => e.Member).WithMany().HasForeignKey(e => e.MemberId).OnDelete(DeleteBehavior.Restrict);
            endpoint.HasIndex(e => new { e.WorkspaceId, e.PausedAt });
        });
        builder.Entity<WebhookDelivery>(delivery =>
        {
            delivery.Property(d => d.Types).HasMaxLength(WebhookDelivery.TypesLength);
            delivery.Property(d => d.Attempts).AsJson();
            delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasIndex(d => new { d.EndpointId, d.At });
            delivery.HasIndex(d => new { d.State, d.ActAt });
            delivery.HasIndex(d => d.At);
        });
    }
}
