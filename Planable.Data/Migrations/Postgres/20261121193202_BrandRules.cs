using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BrandRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "BrandRules",
                table: "Workspaces",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "BrandOverride",
                table: "Posts",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "BrandRules",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "BrandOverride",
                table: "Posts");
        }
    }
}
