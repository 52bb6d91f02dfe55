using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    [DbContext(typeof(PostgresDb))]
    [Migration("20261121225120_Approvals")]
    public class Approvals : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Approvals",
                table: "Workspaces",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Approval",
                table: "Posts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ApprovalDueAt",
                table: "Posts",
                type: "timestamp(6) with time zone",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ApprovalState",
                table: "Posts",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<string>(
                name: "ApprovedHash",
                table: "Posts",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "Budget",
                table: "Posts",
                type: "numeric(18,2)",
                precision: 18,
                scale: 2,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FlowId",
                table: "Posts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WaitingFor",
                table: "Posts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "WaitingSince",
                table: "Posts",
                type: "timestamp(6) with time zone",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ApprovalDecisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    PostId = table.Column<Guid>(type: "uuid", nullable: false),
                    LevelId = table.Column<Guid>(type: "uuid", nullable: false),
                    LevelName = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Round = table.Column<int>(type: "integer", nullable: false),
                    VersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    VersionNumber = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    Text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    MemberId = table.Column<Guid>(type: "uuid", nullable: true),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    IsClient = table.Column<bool>(type: "boolean", nullable: false),
                    Strength = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    LinkId = table.Column<Guid>(type: "uuid", nullable: true),
                    Address = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    Via = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false)
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
