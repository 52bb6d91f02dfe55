using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122052715_LimitMembers")]
    public class LimitMembers : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ChannelCount",
                table: "Posts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("UPDATE \"Posts\" SET \"ChannelCount\" = (SELECT COUNT(*) FROM \"Variants\" v WHERE v.\"PostId\" = \"Posts\".\"Id\")");

            migrationBuilder.AddColumn<string>(
                name: "OnlyChannels",
                table: "Members",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnlyChannels",
                table: "Invitations",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ChannelCount",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "OnlyChannels",
                table: "Members");

            migrationBuilder.DropColumn(
                name: "OnlyChannels",
                table: "Invitations");
        }
    }
}
