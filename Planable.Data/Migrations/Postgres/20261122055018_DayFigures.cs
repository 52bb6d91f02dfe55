using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122055018_DayFigures")]
    public class DayFigures : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Audience",
                table: "PracticeAccounts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "Day",
                table: "MetricReadings",
                type: "date",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ChangeNotes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    To = table.Column<DateOnly>(type: "date", nullable: false),
                    BeforeFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    BeforeTo = table.Column<DateOnly>(type: "date", nullable: false),
                    Metric = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Clauses = table.Column<string>(type: "text", nullable: false),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChangeNotes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ChannelFigures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Metric = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Source = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Value = table.Column<long>(type: "bigint", nullable: false),
                    ReadAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    FirstValue = table.Column<long>(type: "bigint", nullable: true),
                    FirstReadAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChannelFigures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ChannelFigures_Channels_ChannelId",
                        column: x => x.ChannelId,
                        principalTable: "Channels",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "FigureLimits",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uuid", nullable: true),
                    Metric = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Days = table.Column<int>(type: "integer", nullable: false),
                    Least = table.Column<double>(type: "double precision", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uuid", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    IsUnder = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    CheckedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    LastValue = table.Column<double>(type: "double precision", nullable: true),
                    DroppedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FigureLimits", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FigureLimits_Channels_ChannelId",
                        column: x => x.ChannelId,
                        principalTable: "Channels",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_FigureLimits_Members_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "Members",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "Goals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uuid", nullable: true),
                    Metric = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Target = table.Column<long>(type: "bigint", nullable: false),
                    Starts = table.Column<DateOnly>(type: "date", nullable: false),
                    Ends = table.Column<DateOnly>(type: "date", nullable: false),
                    SetBy = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    SetAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    Earlier = table.Column<string>(type: "text", nullable: false),
                    DroppedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    Revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Goals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Goals_Channels_ChannelId",
                        column: x => x.ChannelId,
                        principalTable: "Channels",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateTable(
                name: "PostFigures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeliveryId = table.Column<Guid>(type: "uuid", nullable: false),
                    ChannelId = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Metric = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Gain = table.Column<long>(type: "bigint", nullable: true),
                    ReadAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PostFigures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PostFigures_Deliveries_DeliveryId",
                        column: x => x.DeliveryId,
                        principalTable: "Deliveries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ChangeNotes_WorkspaceId_To_Metric",
                table: "ChangeNotes",
                columns: new[] { "WorkspaceId", "To", "Metric" });

            migrationBuilder.CreateIndex(
                name: "IX_ChannelFigures_ChannelId_Day_Metric_Source",
                table: "ChannelFigures",
                columns: new[] { "ChannelId", "Day", "Metric", "Source" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ChannelFigures_WorkspaceId_Day",
                table: "ChannelFigures",
                columns: new[] { "WorkspaceId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_FigureLimits_ChannelId",
                table: "FigureLimits",
                column: "ChannelId");

            migrationBuilder.CreateIndex(
                name: "IX_FigureLimits_OwnerId",
                table: "FigureLimits",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_FigureLimits_WorkspaceId_CheckedOn",
                table: "FigureLimits",
                columns: new[] { "WorkspaceId", "CheckedOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Goals_ChannelId",
                table: "Goals",
                column: "ChannelId");

            migrationBuilder.CreateIndex(
                name: "IX_Goals_WorkspaceId_Ends",
                table: "Goals",
                columns: new[] { "WorkspaceId", "Ends" });

            migrationBuilder.CreateIndex(
                name: "IX_PostFigures_ChannelId_Day",
                table: "PostFigures",
                columns: new[] { "ChannelId", "Day" });

            migrationBuilder.CreateIndex(
                name: "IX_PostFigures_DeliveryId_Day_Metric",
                table: "PostFigures",
                columns: new[] { "DeliveryId", "Day", "Metric" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ChangeNotes");

            migrationBuilder.DropTable(
                name: "ChannelFigures");

            migrationBuilder.DropTable(
                name: "FigureLimits");

            migrationBuilder.DropTable(
                name: "Goals");

            migrationBuilder.DropTable(
                name: "PostFigures");

            migrationBuilder.DropColumn(
                name: "Audience",
                table: "PracticeAccounts");

            migrationBuilder.DropColumn(
                name: "Day",
                table: "MetricReadings");
        }
    }
}
