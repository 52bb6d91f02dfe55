using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    [DbContext(typeof(PostgresDb))]
    [Migration("20261121195504_EvergreensAndBestTimes")]
    public class EvergreensAndBestTimes : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Likes",
                table: "PracticePosts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "EvergreenId",
                table: "Posts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "NotBefore",
                table: "Posts",
                type: "timestamp(6) with time zone",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnTimes",
                table: "Channels",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Evergreens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    PostId = table.Column<Guid>(type: "uuid", nullable: false),
                    Rule = table.Column<string>(type: "text", nullable: false),
                    MadeById = table.Column<Guid>(type: "uuid", nullable: false),
                    LastTurn = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    Skipped = table.Column<string>(type: "text", nullable: true),
                    StoppedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    StoppedFor = table.Column<string>(type: "text", nullable: true),
                    Revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Evergreens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Evergreens_Members_MadeById",
                        column: x => x.MadeById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Posts_EvergreenId",
                table: "Posts",
                column: "EvergreenId");

            migrationBuilder.CreateIndex(
                name: "IX_Evergreens_MadeById",
                table: "Evergreens",
                column: "MadeById");

            migrationBuilder.CreateIndex(
                name: "IX_Evergreens_PostId",
                table: "Evergreens",
                column: "PostId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Evergreens_WorkspaceId_StoppedAt",
                table: "Evergreens",
                columns: new[] { "WorkspaceId", "StoppedAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_Posts_Evergreens_EvergreenId",
                table: "Posts",
                column: "EvergreenId",
                principalTable: "Evergreens",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Posts_Evergreens_EvergreenId",
                table: "Posts");

            migrationBuilder.DropTable(
                name: "Evergreens");

            migrationBuilder.DropIndex(
                name: "IX_Posts_EvergreenId",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Likes",
                table: "PracticePosts");

            migrationBuilder.DropColumn(
                name: "EvergreenId",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "NotBefore",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "OwnTimes",
                table: "Channels");
        }
    }
}
