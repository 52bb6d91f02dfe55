using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Workspaces;

/// <summary>The save side of the tenancy wall: stamps new rows with the entered workspace, refuses every other.</summary>
static class Wall
{
    public static void Stamp(PlanableDb db)
    {
        foreach (var entry in db.ChangeTracker.Entries<IBelongToWorkspace>())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
                continue;
            var entered = db.WorkspaceId ?? throw new InvalidOperationException($"A {entry.Metadata.ShortName()} was to be saved, but no workspace was entered.");
            var property = entry.Property(e => e.WorkspaceId);
            if (entry.State == EntityState.Added && property.CurrentValue == Guid.Empty)
                property.CurrentValue = entered;
            if (property.CurrentValue != entered || (entry.State != EntityState.Added && property.OriginalValue != entered))
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} of another workspace was to be saved.");
        }
    }
}
