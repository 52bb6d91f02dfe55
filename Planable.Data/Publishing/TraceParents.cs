using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Publishing;

/// <summary>
/// Whoever gives a delivery its time begins its trace, and the publisher goes on in it, perhaps weeks later. Stamped on saving like the workspace,
/// so that no verb has to carry it.
/// </summary>
static class TraceParents
{
    public static void Stamp(PlanableDb db)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            return;
        foreach (var delivery in db.ChangeTracker.Entries<Delivery>())
        {
            if (delivery.State == EntityState.Added || delivery.Property(d => d.DueAt).IsModified)
                delivery.Property(d => d.TraceParent).CurrentValue = id;
        }
    }
}
