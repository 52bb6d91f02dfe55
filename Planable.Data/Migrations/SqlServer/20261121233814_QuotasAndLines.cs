using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121233814_QuotasAndLines")]
    public class QuotasAndLines : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "QuotaPolicy",
                table: "Workspaces",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Wait");

            migrationBuilder.AddColumn<string>(
                name: "QuotaReadings",
                table: "Channels",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "NetworkLines",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    Network = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Server = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    CutAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    ProbeAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    Probes = table.Column<int>(type: "int", nullable: false),
                    Rate = table.Column<double>(type: "float", nullable: true),
                    RaiseAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    GivenUntil = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NetworkLines", x => x.Key);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "NetworkLines");

            migrationBuilder.DropColumn(
                name: "QuotaPolicy",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "QuotaReadings",
                table: "Channels");
        }
    }
}
