using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Planable.Data.Databases;

#nullable disable

namespace Planable.Data.Migrations.Postgres
{
    /// <inheritdoc />
    [DbContext(typeof(PostgresDb))]
    [Migration("20261122131326_AddOAuthApps")]
    public class AddOAuthApps : PlainMigration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_Hash",
                table: "AccessTokens");

            migrationBuilder.AddColumn<Guid>(
                name: "ConsentId",
                table: "AccessTokens",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "IntegrationApps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CompanyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    ClientId = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    SecretHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    IsPublic = table.Column<bool>(type: "boolean", nullable: false),
                    Redirects = table.Column<string>(type: "text", nullable: false),
                    MadeBy = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    RemovedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntegrationApps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IntegrationApps_Companies_CompanyId",
                        column: x => x.CompanyId,
                        principalTable: "Companies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AppConsents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AppId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Scopes = table.Column<string>(type: "text", nullable: false),
                    CodeHash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Redirect = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    Challenge = table.Column<string>(type: "character varying(43)", maxLength: 43, nullable: false),
                    GivenAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    RedeemedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true),
                    EndsAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppConsents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AppConsents_IntegrationApps_AppId",
                        column: x => x.AppId,
                        principalTable: "IntegrationApps",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AppConsents_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AppRefreshes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ConsentId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    MadeAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppRefreshes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AppRefreshes_AppConsents_ConsentId",
                        column: x => x.ConsentId,
                        principalTable: "AppConsents",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_ConsentId",
                table: "AccessTokens",
                column: "ConsentId");

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_Hash_WorkspaceId",
                table: "AccessTokens",
                columns: new[] { "Hash", "WorkspaceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AppConsents_AppId",
                table: "AppConsents",
                column: "AppId");

            migrationBuilder.CreateIndex(
                name: "IX_AppConsents_CodeHash",
                table: "AppConsents",
                column: "CodeHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AppConsents_PersonId",
                table: "AppConsents",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_AppRefreshes_ConsentId",
                table: "AppRefreshes",
                column: "ConsentId");

            migrationBuilder.CreateIndex(
                name: "IX_AppRefreshes_Hash",
                table: "AppRefreshes",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationApps_ClientId",
                table: "IntegrationApps",
                column: "ClientId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_IntegrationApps_CompanyId",
                table: "IntegrationApps",
                column: "CompanyId");

            migrationBuilder.AddForeignKey(
                name: "FK_AccessTokens_AppConsents_ConsentId",
                table: "AccessTokens",
                column: "ConsentId",
                principalTable: "AppConsents",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_AccessTokens_AppConsents_ConsentId",
                table: "AccessTokens");

            migrationBuilder.DropTable(
                name: "AppRefreshes");

            migrationBuilder.DropTable(
                name: "AppConsents");

            migrationBuilder.DropTable(
                name: "IntegrationApps");

            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_ConsentId",
                table: "AccessTokens");

            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_Hash_WorkspaceId",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "ConsentId",
                table: "AccessTokens");

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_Hash",
                table: "AccessTokens",
                column: "Hash",
                unique: true);
        }
    }
}
