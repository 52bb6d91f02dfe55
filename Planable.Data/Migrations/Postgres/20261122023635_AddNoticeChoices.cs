using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122023635_AddNoticeChoices")]
    public class AddNoticeChoices : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "MailPace",
                table: "People",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Soon");

            migrationBuilder.AddColumn<string>(
                name: "Quiet",
                table: "People",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsInApp",
                table: "Notices",
                type: "boolean",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MailId",
                table: "Notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reasons",
                table: "Notices",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "NoticeChoices",
                table: "Members",
                type: "text",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "Unsubscribe",
                table: "Mails",
                type: "character varying(800)",
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
