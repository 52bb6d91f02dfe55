using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(SqlServerDb))]
    [Migration("20261122023748_AddNoticeChoices")]
    public class AddNoticeChoices : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "MailPace",
                table: "People",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Soon");

            migrationBuilder.AddColumn<string>(
                name: "Quiet",
                table: "People",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsInApp",
                table: "Notices",
                type: "bit",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MailId",
                table: "Notices",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reasons",
                table: "Notices",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "NoticeChoices",
                table: "Members",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Unsubscribe",
                table: "Mails",
                type: "nvarchar(800)",
                maxLength: 800,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Notices_MailId",
                table: "Notices",
                column: "MailId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Notices_MailId",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "MailPace",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Quiet",
                table: "People");

            migrationBuilder.DropColumn(
                name: "IsInApp",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "MailId",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Reasons",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "NoticeChoices",
                table: "Members");

            migrationBuilder.DropColumn(
                name: "Unsubscribe",
                table: "Mails");
        }
    }
}
