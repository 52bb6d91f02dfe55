using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122085138_RecordedDecisions")]
    public class RecordedDecisions : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Recording",
                table: "FeedbackComments",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Recording",
                table: "ApprovalDecisions",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Recording",
                table: "FeedbackComments");

            migrationBuilder.DropColumn(
                name: "Recording",
                table: "ApprovalDecisions");
        }
    }
}
