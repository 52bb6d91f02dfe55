using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    [DbContext(typeof(PostgresDb))]
    [Migration("20261121233714_QuotasAndLines")]
    public class QuotasAndLines : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "QuotaPolicy",
                table: "Workspaces",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Wait");

            migrationBuilder.AddColumn<string>(
                name: "QuotaReadings",
                table: "Channels",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "NetworkLines",
                columns: table => new
                {
                    Key = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Network = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Server = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    CutAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    ProbeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    Probes = table.Column<int>(type: "integer", nullable: false),
                    Rate = table.Column<double>(type: "double precision", nullable: true),
                    RaiseAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    GivenUntil = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
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
