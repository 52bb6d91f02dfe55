using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121174224_SnippetsAndThreads")]
    public class SnippetsAndThreads : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Variants_ChannelId",
                table: "Variants");

            migrationBuilder.AddColumn<string>(
                name: "TextKey",
                table: "Variants",
                type: "nvarchar(24)",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "PartCount",
                table: "Deliveries",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "PartsOut",
                table: "Deliveries",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Snippets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Key = table.Column<string>(type: "nvarchar(152)", maxLength: 152, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Snippets", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Variants_ChannelId_TextKey",
                table: "Variants",
                columns: new[] { "ChannelId", "TextKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Snippets_WorkspaceId_Key",
                table: "Snippets",
                columns: new[] { "WorkspaceId", "Key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Snippets");

            migrationBuilder.DropIndex(
                name: "IX_Variants_ChannelId_TextKey",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "TextKey",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "PartCount",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "PartsOut",
                table: "Deliveries");

            migrationBuilder.CreateIndex(
                name: "IX_Variants_ChannelId",
                table: "Variants",
                column: "ChannelId");
        }
    }
}
