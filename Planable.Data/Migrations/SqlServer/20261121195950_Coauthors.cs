using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261121195950_Coauthors")]
    public class Coauthors : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Coauthors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PostId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Page = table.Column<string>(type: "nvarchar(36)", maxLength: 36, nullable: false),
                    MemberId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Place = table.Column<string>(type: "nvarchar(120)", maxLength: 120, nullable: false),
                    Start = table.Column<int>(type: "int", nullable: false),
                    End = table.Column<int>(type: "int", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Coauthors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Coauthors_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Coauthors_Posts_PostId",
                        column: x => x.PostId,
                        principalTable: "Posts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SharedDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PostId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    Texts = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Saved = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    PostRevision = table.Column<int>(type: "int", nullable: false),
                    Taken = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    TouchedAt = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    Revision = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SharedDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SharedDrafts_Posts_PostId",
                        column: x => x.PostId,
                        principalTable: "Posts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Coauthors_MemberId",
                table: "Coauthors",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Coauthors_PostId_Page",
                table: "Coauthors",
                columns: new[] { "PostId", "Page" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Coauthors_SeenAt",
                table: "Coauthors",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_SharedDrafts_PostId",
                table: "SharedDrafts",
                column: "PostId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SharedDrafts_TouchedAt",
                table: "SharedDrafts",
                column: "TouchedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Coauthors");

            migrationBuilder.DropTable(
                name: "SharedDrafts");
        }
    }
}
