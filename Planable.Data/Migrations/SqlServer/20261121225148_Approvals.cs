using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121225148_Approvals")]
    public class Approvals : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Approvals",
                table: "Workspaces",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Approval",
                table: "Posts",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ApprovalDueAt",
                table: "Posts",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApprovalState",
                table: "Posts",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<string>(
                name: "ApprovedHash",
                table: "Posts",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "Budget",
                table: "Posts",
                type: "decimal(18,2)",
                precision: 18,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FlowId",
                table: "Posts",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WaitingFor",
                table: "Posts",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WaitingSince",
                table: "Posts",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ApprovalDecisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PostId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LevelId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LevelName = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Round = table.Column<int>(type: "int", nullable: false),
                    VersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    VersionNumber = table.Column<int>(type: "int", nullable: false),
                    Hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Text = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    MemberId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Name = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    IsClient = table.Column<bool>(type: "bit", nullable: false),
                    Strength = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    LinkId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Address = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    Via = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApprovalDecisions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApprovalDecisions_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_ApprovalDecisions_PostVersions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "PostVersions",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_ApprovalDecisions_Posts_PostId",
                        column: x => x.PostId,
                        principalTable: "Posts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Posts_ApprovalState_ScheduledAt",
                table: "Posts",
                columns: new[] { "ApprovalState", "ScheduledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalDecisions_MemberId",
                table: "ApprovalDecisions",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalDecisions_PostId_At",
                table: "ApprovalDecisions",
                columns: new[] { "PostId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalDecisions_VersionId",
                table: "ApprovalDecisions",
                column: "VersionId");

            migrationBuilder.CreateIndex(
                name: "IX_ApprovalDecisions_WorkspaceId_At",
                table: "ApprovalDecisions",
                columns: new[] { "WorkspaceId", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApprovalDecisions");

            migrationBuilder.DropIndex(
                name: "IX_Posts_ApprovalState_ScheduledAt",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Approvals",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "Approval",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "ApprovalDueAt",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "ApprovalState",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "ApprovedHash",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Budget",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "FlowId",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "WaitingFor",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "WaitingSince",
                table: "Posts");
        }
    }
}
