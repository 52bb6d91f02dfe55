using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Planable.Data.Logs;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

public sealed class PostgresDb(DbContextOptions<PostgresDb> options, LogBell bell) : PlanableDb(options, bell)
{
    protected override void Adapt(ModelBuilder builder) =>
        builder.Entity<Post>().Property(p => p.PlannedLocal).HasColumnType("timestamp without time zone");
}

/// <summary>For `dotnet ef migrations add ... --context PostgresDb`; connects to nothing.</summary>
public sealed class PostgresDbAtDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().ForDesign().UseNpgsql("Host=design").Options, new LogBell());
}
