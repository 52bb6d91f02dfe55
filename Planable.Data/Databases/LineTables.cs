using Microsoft.EntityFrameworkCore;
using Planable.Data.Publishing;

namespace Planable.Data.Databases;

/// <summary>The ways to the networks, one for the whole installation.</summary>
static class LineTables
{
    public static void Describe(ModelBuilder builder) =>
        builder.Entity<NetworkLine>(line =>
        {
            line.HasKey(l => l.Key);
            line.Property(l => l.Key).HasMaxLength(NetworkLine.KeyLength);
            line.Property(l => l.Network).HasMaxLength(40);
            line.Property(l => l.Server).HasMaxLength(400);
        });
}
