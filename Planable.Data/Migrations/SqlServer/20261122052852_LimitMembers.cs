using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261122052852_LimitMembers")]
    public class LimitMembers : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ChannelCount",
                table: "Posts",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("EXEC('UPDATE [Posts] SET [ChannelCount] = (SELECT COUNT(*) FROM [Variants] v WHERE v.[PostId] = [Posts].[Id])')");

            migrationBuilder.AddColumn<string>(
                name: "OnlyChannels",
                table: "Members",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OnlyChannels",
                table: "Invitations",
                type: "nvarchar(max)",
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
