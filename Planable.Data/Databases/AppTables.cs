using Microsoft.EntityFrameworkCore;
using Planable.Data.Apps;
using Planable.Data.Companies;
using Planable.Data.People;

namespace Planable.Data.Databases;

/// <summary>Programs that act for people who agreed, and what they agreed to.</summary>
static class AppTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<IntegrationApp>(app =>
        {
            app.Property(a => a.Name).HasMaxLength(IntegrationApp.NameLength);
            app.Property(a => a.ClientId).HasMaxLength(40);
            app.Property(a => a.SecretHash).HasMaxLength(Tables.Sha256);
            app.Property(a => a.Redirects).AsJson();
            app.Property(a => a.MadeBy).HasMaxLength(Person.NameLength);
            app.HasOne<Company>().WithMany().HasForeignKey(a => a.CompanyId).OnDelete(DeleteBehavior.Restrict);
            app.HasIndex(a => a.ClientId).IsUnique();
        });
        builder.Entity<AppConsent>(consent =>
        {
            consent.Property(c => c.Scopes).AsJson();
            consent.Property(c => c.CodeHash).HasMaxLength(Tables.Sha256);
            consent.Property(c => c.Redirect).HasMaxLength(IntegrationApp.RedirectLength);
            consent.Property(c => c.Challenge).HasMaxLength(43);
            consent.HasOne(c => c.App).WithMany().HasForeignKey(c => c.AppId).OnDelete(DeleteBehavior.Restrict);
            consent.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
            consent.HasIndex(c => c.CodeHash).IsUnique();
        });
        builder.Entity<AppRefresh>(refresh =>
        {
            refresh.Property(r => r.Hash).HasMaxLength(Tables.Sha256);
            refresh.HasOne(r => r.Consent).WithMany().HasForeignKey(r => r.ConsentId).OnDelete(DeleteBehavior.Cascade);
            refresh.HasIndex(r => r.Hash).IsUnique();
        });
    }
}
