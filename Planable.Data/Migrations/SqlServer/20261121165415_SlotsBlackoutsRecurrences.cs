using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121165415_SlotsBlackoutsRecurrences")]
    public class SlotsBlackoutsRecurrences : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Blackouts",
                table: "Workspaces",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "IsApartFromSeries",
                table: "Posts",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "OccurrenceDay",
                table: "Posts",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RecurrenceId",
                table: "Posts",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Slots",
                table: "Channels",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateTable(
                name: "Recurrences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Rule = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    SourceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SourceVersion = table.Column<int>(type: "int", nullable: false),
                    AsDrafts = table.Column<bool>(type: "bit", nullable: false),
                    MadeById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MadeThrough = table.Column<DateOnly>(type: "date", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recurrences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Recurrences_Members_MadeById",
                        column: x => x.MadeById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SlotHolds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Turn = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    PostId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SlotHolds", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SlotHolds_Channels_ChannelId",
                        column: x => x.ChannelId,
                        principalTable: "Channels",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Posts_RecurrenceId_OccurrenceDay",
                table: "Posts",
                columns: new[] { "RecurrenceId", "OccurrenceDay" },
                unique: true,
                filter: "[RecurrenceId] IS NOT NULL AND [OccurrenceDay] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Recurrences_MadeById",
                table: "Recurrences",
                column: "MadeById");

            migrationBuilder.CreateIndex(
                name: "IX_Recurrences_WorkspaceId_EndedAt",
                table: "Recurrences",
                columns: new[] { "WorkspaceId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SlotHolds_ChannelId_Turn",
                table: "SlotHolds",
                columns: new[] { "ChannelId", "Turn" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SlotHolds_PostId",
                table: "SlotHolds",
                column: "PostId");

            migrationBuilder.AddForeignKey(
                name: "FK_Posts_Recurrences_RecurrenceId",
                table: "Posts",
                column: "RecurrenceId",
                principalTable: "Recurrences",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Posts_Recurrences_RecurrenceId",
                table: "Posts");

            migrationBuilder.DropTable(
                name: "Recurrences");

            migrationBuilder.DropTable(
                name: "SlotHolds");

            migrationBuilder.DropIndex(
                name: "IX_Posts_RecurrenceId_OccurrenceDay",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Blackouts",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "IsApartFromSeries",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "OccurrenceDay",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "RecurrenceId",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Slots",
                table: "Channels");
        }
    }
}
