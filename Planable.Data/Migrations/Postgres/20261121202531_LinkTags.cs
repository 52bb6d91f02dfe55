using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    [DbContext(typeof(PostgresDb))]
    [Migration("20261121202531_LinkTags")]
    public class LinkTags : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "LinkRules",
                table: "Workspaces",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Tags",
                table: "Variants",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LinkRules",
                table: "Campaigns",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LinkRules",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "Tags",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "LinkRules",
                table: "Campaigns");
        }
    }
}
