using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261122054753_TalkFilesTasksMail")]
    public class TalkFilesTasksMail : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ReplyTo",
                table: "Mails",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Files",
                table: "FeedbackComments",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "MessageKey",
                table: "FeedbackComments",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "FeedbackTasks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ThreadId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OwnerName = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    ById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ByName = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Due = table.Column<DateOnly>(type: "date", nullable: true),
                    DoneAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    DoneBy = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    ToldAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FeedbackTasks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FeedbackTasks_FeedbackThreads_ThreadId",
                        column: x => x.ThreadId,
                        principalTable: "FeedbackThreads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_FeedbackTasks_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_FeedbackTasks_Members_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "Members",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "HeldReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ThreadId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PostId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    Address = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    Headline = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", maxLength: 5000, nullable: false),
                    Files = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    LeftOut = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    MessageKey = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    SettledAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    SettledBy = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true),
                    IsTaken = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HeldReplies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HeldReplies_FeedbackThreads_ThreadId",
                        column: x => x.ThreadId,
                        principalTable: "FeedbackThreads",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FeedbackComments_ThreadId_MessageKey",
                table: "FeedbackComments",
                columns: new[] { "ThreadId", "MessageKey" },
                unique: true,
                filter: "[MessageKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_FeedbackTasks_ById",
                table: "FeedbackTasks",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_FeedbackTasks_DoneAt_Due",
                table: "FeedbackTasks",
                columns: new[] { "DoneAt", "Due" });

            migrationBuilder.CreateIndex(
                name: "IX_FeedbackTasks_OwnerId_DoneAt_Due",
                table: "FeedbackTasks",
                columns: new[] { "OwnerId", "DoneAt", "Due" });

            migrationBuilder.CreateIndex(
                name: "IX_FeedbackTasks_ThreadId",
                table: "FeedbackTasks",
                column: "ThreadId");

            migrationBuilder.CreateIndex(
                name: "IX_HeldReplies_ThreadId_MessageKey",
                table: "HeldReplies",
                columns: new[] { "ThreadId", "MessageKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HeldReplies_WorkspaceId_SettledAt",
                table: "HeldReplies",
                columns: new[] { "WorkspaceId", "SettledAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FeedbackTasks");

            migrationBuilder.DropTable(
                name: "HeldReplies");

            migrationBuilder.DropIndex(
                name: "IX_FeedbackComments_ThreadId_MessageKey",
                table: "FeedbackComments");

            migrationBuilder.DropColumn(
                name: "ReplyTo",
                table: "Mails");

            migrationBuilder.DropColumn(
                name: "Files",
                table: "FeedbackComments");

            migrationBuilder.DropColumn(
                name: "MessageKey",
                table: "FeedbackComments");
        }
    }
}
