using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122131132_AddShortLinks")]
    public class AddShortLinks : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ShortLinksAt",
                table: "Workspaces",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "TemplateId",
                table: "Reports",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TemplateSaid",
                table: "Reports",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DaySalts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DaySalts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LinkDays",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    LinkId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    People = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkDays", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LinkVisits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    LinkId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Mark = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LinkVisits", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReportTemplates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CompanyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Pattern = table.Column<string>(type: "text", nullable: false),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    RemovedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    Revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportTemplates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReportTemplates_Companies_CompanyId",
                        column: x => x.CompanyId,
                        principalTable: "Companies",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "ShortLinks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Target = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    PostId = table.Column<Guid>(type: "uuid", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uuid", nullable: false),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ShortLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ShortLinks_Channels_ChannelId",
                        column: x => x.ChannelId,
                        principalTable: "Channels",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_ShortLinks_Posts_PostId",
                        column: x => x.PostId,
                        principalTable: "Posts",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_TemplateId",
                table: "Reports",
                column: "TemplateId");

            migrationBuilder.CreateIndex(
                name: "IX_DaySalts_Day",
                table: "DaySalts",
                column: "Day",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkDays_LinkId_Day",
                table: "LinkDays",
                columns: new[] { "LinkId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LinkDays_WorkspaceId_Day",
                table: "LinkDays",
                columns: new[] { "WorkspaceId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_LinkVisits_Day",
                table: "LinkVisits",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_LinkVisits_LinkId_Day_Mark",
                table: "LinkVisits",
                columns: new[] { "LinkId", "Day", "Mark" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportTemplates_CompanyId",
                table: "ReportTemplates",
                column: "CompanyId");

            migrationBuilder.CreateIndex(
                name: "IX_ShortLinks_ChannelId",
                table: "ShortLinks",
                column: "ChannelId");

            migrationBuilder.CreateIndex(
                name: "IX_ShortLinks_Code",
                table: "ShortLinks",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ShortLinks_PostId",
                table: "ShortLinks",
                column: "PostId");

            migrationBuilder.CreateIndex(
                name: "IX_ShortLinks_WorkspaceId_MadeAt",
                table: "ShortLinks",
                columns: new[] { "WorkspaceId", "MadeAt" });

            migrationBuilder.AddForeignKey(
                name: "FK_Reports_ReportTemplates_TemplateId",
                table: "Reports",
                column: "TemplateId",
                principalTable: "ReportTemplates",
                principalColumn: "Id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Reports_ReportTemplates_TemplateId",
                table: "Reports");

            migrationBuilder.DropTable(
                name: "DaySalts");

            migrationBuilder.DropTable(
                name: "LinkDays");

            migrationBuilder.DropTable(
                name: "LinkVisits");

            migrationBuilder.DropTable(
                name: "ReportTemplates");

            migrationBuilder.DropTable(
                name: "ShortLinks");

            migrationBuilder.DropIndex(
                name: "IX_Reports_TemplateId",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "ShortLinksAt",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "TemplateId",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "TemplateSaid",
                table: "Reports");
        }
    }
}
