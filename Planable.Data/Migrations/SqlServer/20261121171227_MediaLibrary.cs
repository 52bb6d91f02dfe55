using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121171227_MediaLibrary")]
    public class MediaLibrary : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Alt",
                table: "Media",
                type: "nvarchar(1500)",
                maxLength: 1500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "AudioCodec",
                table: "Media",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Codec",
                table: "Media",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "DeletedAt",
                table: "Media",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "FolderId",
                table: "Media",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "FramesPerSecond",
                table: "Media",
                type: "float",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LicenceNote",
                table: "Media",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LicensedUntil",
                table: "Media",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Milliseconds",
                table: "Media",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PosterSha256",
                table: "Media",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Media",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "Media",
                type: "nvarchar(3000)",
                maxLength: 3000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "AssetFolders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ParentId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssetFolders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AssetFolders_AssetFolders_ParentId",
                        column: x => x.ParentId,
                        principalTable: "AssetFolders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AssetTags",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssetId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssetTags", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AssetTags_Media_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Media",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Conversions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssetId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Need = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false),
                    Width = table.Column<int>(type: "int", nullable: false),
                    Height = table.Column<int>(type: "int", nullable: false),
                    FramesPerSecond = table.Column<int>(type: "int", nullable: true),
                    MostKilobits = table.Column<int>(type: "int", nullable: true),
                    State = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Percent = table.Column<int>(type: "int", nullable: false),
                    Starts = table.Column<int>(type: "int", nullable: false),
                    QueuedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    Why = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    Bytes = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Conversions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Conversions_Media_AssetId",
                        column: x => x.AssetId,
                        principalTable: "Media",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Uploads",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MemberId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FolderId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    FileName = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    TouchedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Uploads", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Media_FolderId",
                table: "Media",
                column: "FolderId");

            migrationBuilder.CreateIndex(
                name: "IX_Media_WorkspaceId_FolderId_UploadedAt",
                table: "Media",
                columns: new[] { "WorkspaceId", "FolderId", "UploadedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Media_WorkspaceId_LicensedUntil",
                table: "Media",
                columns: new[] { "WorkspaceId", "LicensedUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_AssetFolders_ParentId",
                table: "AssetFolders",
                column: "ParentId");

            migrationBuilder.CreateIndex(
                name: "IX_AssetFolders_WorkspaceId",
                table: "AssetFolders",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_AssetTags_AssetId",
                table: "AssetTags",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_AssetTags_WorkspaceId_Key",
                table: "AssetTags",
                columns: new[] { "WorkspaceId", "Key" });

            migrationBuilder.CreateIndex(
                name: "IX_Conversions_AssetId",
                table: "Conversions",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_Conversions_State_QueuedAt",
                table: "Conversions",
                columns: new[] { "State", "QueuedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Uploads_TouchedAt",
                table: "Uploads",
                column: "TouchedAt");

            migrationBuilder.AddForeignKey(
                name: "FK_Media_AssetFolders_FolderId",
                table: "Media",
                column: "FolderId",
                principalTable: "AssetFolders",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            // What was uploaded before is found by its name at least.
            migrationBuilder.Sql(@"UPDATE [Media] SET [SearchText] = LOWER([FileName])");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Media_AssetFolders_FolderId",
                table: "Media");

            migrationBuilder.DropTable(
                name: "AssetFolders");

            migrationBuilder.DropTable(
                name: "AssetTags");

            migrationBuilder.DropTable(
                name: "Conversions");

            migrationBuilder.DropTable(
                name: "Uploads");

            migrationBuilder.DropIndex(
                name: "IX_Media_FolderId",
                table: "Media");

            migrationBuilder.DropIndex(
                name: "IX_Media_WorkspaceId_FolderId_UploadedAt",
                table: "Media");

            migrationBuilder.DropIndex(
                name: "IX_Media_WorkspaceId_LicensedUntil",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Alt",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "AudioCodec",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Codec",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "DeletedAt",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "FolderId",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "FramesPerSecond",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "LicenceNote",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "LicensedUntil",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Milliseconds",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "PosterSha256",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Media");

            migrationBuilder.DropColumn(
                name: "SearchText",
                table: "Media");
        }
    }
}
