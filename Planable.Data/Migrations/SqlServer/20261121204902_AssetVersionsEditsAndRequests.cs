using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121204902_AssetVersionsEditsAndRequests")]
    public class AssetVersionsEditsAndRequests : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "RequestId",
                table: "Uploads",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Edits",
                table: "PostMedia",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Edits",
                table: "Media",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "OriginId",
                table: "Media",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ReplacedAt",
                table: "Media",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Media",
                type: "int",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "End",
                table: "Conversions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Start",
                table: "Conversions",
                type: "int",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UploadRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    From = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false),
                    Message = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    FilesAllowed = table.Column<int>(type: "int", nullable: false),
                    MegabytesAllowed = table.Column<int>(type: "int", nullable: false),
                    FolderId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    TokenHash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    AskedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AskedBy = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false),
                    AskedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    ClosedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    Received = table.Column<int>(type: "int", nullable: false),
                    LastReceivedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UploadRequests", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Uploads_RequestId",
                table: "Uploads",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_Media_OriginId",
                table: "Media",
                column: "OriginId");

            migrationBuilder.CreateIndex(
                name: "IX_UploadRequests_TokenHash",
                table: "UploadRequests",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UploadRequests_WorkspaceId_AskedAt",
                table: "UploadRequests",
                columns: new[] { "WorkspaceId", "AskedAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_Media_Media_OriginId",
                table: "Media",
                column: "OriginId",
                principalTable: "Media",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Media_Media_OriginId",
                table: "Media");

            migrationBuilder.DropTable(
                name: "UploadRequests");

            migrationBuilder.DropIndex(
                name: "IX_Uploads_RequestId",
                table: "Uploads");

            migrationBuilder.DropIndex(
                name: "IX_Media_OriginId",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "RequestId",
                table: "Uploads");

            migrationBuilder.DropColumn(
                name: "Edits",
                table: "PostMedia");

            migrationBuilder.DropColumn(
                name: "Edits",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "OriginId",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "ReplacedAt",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "End",
                table: "Conversions");

            migrationBuilder.DropColumn(
                name: "Start",
                table: "Conversions");
        }
    }
}
