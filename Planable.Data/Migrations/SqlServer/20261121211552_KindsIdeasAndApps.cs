using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121211552_KindsIdeasAndApps")]
    public class KindsIdeasAndApps : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "IdeaMail",
                table: "Workspaces",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "IdeaId",
                table: "Posts",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Posts",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Live",
                table: "Posts",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "RenewAt",
                table: "Channels",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Ideas",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Url = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    UrlKey = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    State = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    CapturedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    TouchedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Ideas", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NetworkApps",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false),
                    ClientId = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false),
                    ClientSecret = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    SavedBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    SavedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NetworkApps", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "IdeaCaptures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    IdeaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Way = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    MemberId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Name = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    Address = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    MessageKey = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    LeftOut = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    At = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdeaCaptures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IdeaCaptures_Ideas_IdeaId",
                        column: x => x.IdeaId,
                        principalTable: "Ideas",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_IdeaCaptures_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "IdeaFile",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    IdeaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MediaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Position = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdeaFile", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IdeaFile_Ideas_IdeaId",
                        column: x => x.IdeaId,
                        principalTable: "Ideas",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_IdeaFile_Media_MediaId",
                        column: x => x.MediaId,
                        principalTable: "Media",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "IdeaLabel",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    IdeaId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    LabelId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdeaLabel", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IdeaLabel_Ideas_IdeaId",
                        column: x => x.IdeaId,
                        principalTable: "Ideas",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_IdeaLabel_Labels_LabelId",
                        column: x => x.LabelId,
                        principalTable: "Labels",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Posts_IdeaId",
                table: "Posts",
                column: "IdeaId");

            migrationBuilder.CreateIndex(
                name: "IX_Channels_RenewAt",
                table: "Channels",
                column: "RenewAt");

            migrationBuilder.CreateIndex(
                name: "IX_IdeaCaptures_IdeaId",
                table: "IdeaCaptures",
                column: "IdeaId");

            migrationBuilder.CreateIndex(
                name: "IX_IdeaCaptures_MemberId",
                table: "IdeaCaptures",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_IdeaCaptures_WorkspaceId_MessageKey",
                table: "IdeaCaptures",
                columns: new[] { "WorkspaceId", "MessageKey" });

            migrationBuilder.CreateIndex(
                name: "IX_IdeaCaptures_WorkspaceId_Way_At",
                table: "IdeaCaptures",
                columns: new[] { "WorkspaceId", "Way", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_IdeaFile_IdeaId_MediaId",
                table: "IdeaFile",
                columns: new[] { "IdeaId", "MediaId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdeaFile_MediaId",
                table: "IdeaFile",
                column: "MediaId");

            migrationBuilder.CreateIndex(
                name: "IX_IdeaLabel_IdeaId_LabelId",
                table: "IdeaLabel",
                columns: new[] { "IdeaId", "LabelId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IdeaLabel_LabelId",
                table: "IdeaLabel",
                column: "LabelId");

            migrationBuilder.CreateIndex(
                name: "IX_Ideas_WorkspaceId_State_TouchedAt",
                table: "Ideas",
                columns: new[] { "WorkspaceId", "State", "TouchedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Ideas_WorkspaceId_UrlKey",
                table: "Ideas",
                columns: new[] { "WorkspaceId", "UrlKey" },
                unique: true,
                filter: "[UrlKey] IS NOT NULL");

            migrationBuilder.AddForeignKey(
                name: "FK_Posts_Ideas_IdeaId",
                table: "Posts",
                column: "IdeaId",
                principalTable: "Ideas",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Posts_Ideas_IdeaId",
                table: "Posts");

            migrationBuilder.DropTable(
                name: "IdeaCaptures");

            migrationBuilder.DropTable(
                name: "IdeaFile");

            migrationBuilder.DropTable(
                name: "IdeaLabel");

            migrationBuilder.DropTable(
                name: "NetworkApps");

            migrationBuilder.DropTable(
                name: "Ideas");

            migrationBuilder.DropIndex(
                name: "IX_Posts_IdeaId",
                table: "Posts");

            migrationBuilder.DropIndex(
                name: "IX_Channels_RenewAt",
                table: "Channels");

            migrationBuilder.DropColumn(
                name: "IdeaMail",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "IdeaId",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "Live",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "RenewAt",
                table: "Channels");
        }
    }
}
