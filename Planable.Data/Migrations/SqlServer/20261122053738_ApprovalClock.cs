using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261122053738_ApprovalClock")]
    public class ApprovalClock : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Absences",
                table: "Workspaces",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ApprovalWakesAt",
                table: "Posts",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "AskedAt",
                table: "ApprovalDecisions",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "DueAt",
                table: "ApprovalDecisions",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StandsInFor",
                table: "ApprovalDecisions",
                type: "nvarchar(80)",
                maxLength: 80,
                nullable: true);

            // What waits already is looked at by the clock too.
            migrationBuilder.Sql(@"UPDATE [Posts] SET [ApprovalWakesAt] = '1970-01-01T00:00:00+00:00' WHERE [ApprovalState] = N'Waiting';");

            migrationBuilder.CreateIndex(
                name: "IX_Posts_ApprovalWakesAt",
                table: "Posts",
                column: "ApprovalWakesAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Posts_ApprovalWakesAt",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Absences",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "ApprovalWakesAt",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "AskedAt",
                table: "ApprovalDecisions");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "ApprovalDecisions");

            migrationBuilder.DropColumn(
                name: "StandsInFor",
                table: "ApprovalDecisions");
        }
    }
}
