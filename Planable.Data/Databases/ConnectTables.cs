using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.People;

namespace Planable.Data.Databases;

/// <summary>Tables of links with which clients connect accounts of their own.</summary>
static class ConnectTables
{
    const int Sha256 = 64;

    public static void Describe(ModelBuilder builder) => builder.Entity<ConnectLink>(link =>
    {
        link.Property(l => l.Person).HasMaxLength(ConnectLink.NameLength);
        link.Property(l => l.Network).HasMaxLength(32);
        link.Property(l => l.AccountName).HasMaxLength(ConnectLink.NameLength);
        link.Property(l => l.TokenHash).HasMaxLength(Sha256);
        link.Property(l => l.StateHash).HasMaxLength(Sha256);
        link.Property(l => l.AskedBy).HasMaxLength(Person.NameLength);
        link.Property(l => l.ArrivedName).HasMaxLength(200);
        link.Property(l => l.ArrivedHandle).HasMaxLength(256);
        link.Ignore(l => l.Visitor);
        link.HasIndex(l => l.TokenHash).IsUnique();
        link.HasIndex(l => l.StateHash);
        link.HasIndex(l => new { l.WorkspaceId, l.AskedAt });
    });
}
