using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121201131_AltTextsSetsPolls")]
    public class AltTextsSetsPolls : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AltPolicy",
                table: "Workspaces",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Recommended");

            migrationBuilder.AddColumn<string>(
                name: "Poll",
                table: "PracticePosts",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Title",
                table: "PracticePosts",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "AltIsSuggested",
                table: "PostMedia",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "OwnDescription",
                table: "Media",
                type: "nvarchar(1500)",
                maxLength: 1500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ChannelSets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Key = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    Channels = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChannelSets", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ChannelSets_WorkspaceId_Key",
                table: "ChannelSets",
                columns: new[] { "WorkspaceId", "Key" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChannelSets");

            migrationBuilder.DropColumn(
                name: "AltPolicy",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "Poll",
                table: "PracticePosts");

            migrationBuilder.DropColumn(
                name: "Title",
                table: "PracticePosts");

            migrationBuilder.DropColumn(
                name: "AltIsSuggested",
                table: "PostMedia");

            migrationBuilder.DropColumn(
                name: "OwnDescription",
                table: "Media");
        }
    }
}
