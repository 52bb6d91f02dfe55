using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Planable.Data;
using Planable.Data.Databases;

namespace Planable.Tests.Databases;

public class MigrationsTests
{
    public static TheoryData<PlanableDb> Databases => [new PostgresDbAtDesign().CreateDbContext([]), new SqlServerDbAtDesign().CreateDbContext([])];

    [Theory, MemberData(nameof(Databases))]
    public void The_migrations_make_exactly_the_model(PlanableDb db) =>
        Assert.False(db.Database.HasPendingModelChanges(), $"{db.GetType().Name}: run build/migrations.sh with a name for what changed.");

    [Fact]
    public void The_migrations_for_SQL_Server_are_T_SQL()
    {
        using var db = new SqlServerDbAtDesign().CreateDbContext([]);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        TransactSql.MustParse(script);
    }

    [Fact]
    public void Every_foreign_key_of_SQL_Server_has_one_cascading_path()
    {
        using var db = new SqlServerDbAtDesign().CreateDbContext([]);
        var cascades = db.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys()).Where(f => f.DeleteBehavior == DeleteBehavior.Cascade).ToList();
        foreach (var target in cascades.Select(f => f.DeclaringEntityType).Distinct())
        {
            var roots = Paths(target).GroupBy(root => root.Name).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
            Assert.True(roots.Count == 0, $"{target.ShortName()} is reached twice from {string.Join(", ", roots)}.");
        }

        IEnumerable<Microsoft.EntityFrameworkCore.Metadata.IEntityType> Paths(Microsoft.EntityFrameworkCore.Metadata.IEntityType type) =>
            cascades.Where(f => f.DeclaringEntityType == type).SelectMany(f => Paths(f.PrincipalEntityType).Prepend(f.PrincipalEntityType));
    }
}

/// <summary>SQL Server's own grammar, without a server.</summary>
static class TransactSql
{
    public static void MustParse(string sql)
    {
        new TSql150Parser(true, SqlEngineType.All).Parse(new StringReader(sql), out var errors);
        Assert.True(errors.Count == 0, string.Join("\n", errors.Select(e => $"line {e.Line}: {e.Message}")) + "\n" + sql[..Math.Min(sql.Length, 2000)]);
    }
}
