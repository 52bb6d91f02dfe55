using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Planable.Data.Migrations;

/// <summary>
/// A migration without a copy of the model as it was then. All that EF reads from that copy is which version made it: without, it would give every unique index
/// of SQL Server the filter it gave them before version 2.
/// </summary>
public abstract class PlainMigration : Migration
{
    protected override void BuildTargetModel(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation("ProductVersion", "10.0.14");
}
