using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Planable.Data.Logs;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

public sealed class SqlServerDb(DbContextOptions<SqlServerDb> options, LogBell bell) : PlanableDb(options, bell)
{
    protected override void Adapt(ModelBuilder builder)
    {
        builder.Entity<Post>().Property(p => p.PlannedLocal).HasColumnType("datetime2(0)");
    }
}

/// <summary>For `dotnet ef migrations add ... --context SqlServerDb`; connects to nothing.</summary>
public sealed class SqlServerDbAtDesign : IDesignTimeDbContextFactory<SqlServerDb>
{
    public SqlServerDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerDb>().ForDesign().UseSqlServer("Server=design").Options, new LogBell());
}
