using Microsoft.EntityFrameworkCore;
using Planable.Data.People;
using Planable.Data.Reports;

namespace Planable.Data.Databases;

/// <summary>Tables of reports, the times they were made, and who got them.</summary>
static class ReportTables
{
    const int LocaleLength = 20;
    const int Sha256 = 64;
    const int PasswordLength = 100;

    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Report>(report =>
        {
            report.Property(r => r.Name).HasMaxLength(Report.NameLength);
            report.Property(r => r.Locale).HasMaxLength(LocaleLength);
            report.Property(r => r.MadeBy).HasMaxLength(Person.NameLength);
            report.Property(r => r.Sections).AsJson();
            report.Property(r => r.Recipients).AsJson();
            report.Property(r => r.Schedule).AsJson();
            report.Property(r => r.SkippedDays).AsJson();
            report.Property(r => r.PasswordHash).HasMaxLength(PasswordLength);
            report.Property(r => r.TemplateSaid).AsJson();
            report.Ignore(r => r.Pattern);
            report.HasOne<ReportTemplate>().WithMany().HasForeignKey(r => r.TemplateId).OnDelete(DeleteBehavior.NoAction);
            report.HasIndex(r => r.ActAt);
        });
        builder.Entity<ReportTemplate>(template =>
        {
            template.Property(t => t.Name).HasMaxLength(Report.NameLength);
            template.Property(t => t.Pattern).AsJson();
            template.HasOne<Companies.Company>().WithMany().HasForeignKey(t => t.CompanyId).OnDelete(DeleteBehavior.NoAction);
            template.HasIndex(t => t.CompanyId);
        });
        builder.Entity<ReportRun>(run =>
        {
            run.Property(r => r.Name).HasMaxLength(Report.NameLength);
            run.Property(r => r.Locale).HasMaxLength(LocaleLength);
            run.Property(r => r.AskedBy).HasMaxLength(Person.NameLength);
            run.Property(r => r.ReleasedBy).HasMaxLength(Person.NameLength);
            run.Property(r => r.Comment).HasMaxLength(ReportRun.CommentLength);
            run.Property(r => r.PasswordHash).HasMaxLength(PasswordLength);
            run.Property(r => r.Sections).AsJson();
            run.Property(r => r.Recipients).AsJson();
            run.Property(r => r.Files).AsJson();
            run.Property(r => r.Data).AsJson();
            run.Ignore(r => r.IsOpen);
            run.Ignore(r => r.Query);
            run.Ignore(r => r.ReadableUntil);
            run.HasOne<Report>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.NoAction);
            // Each day of the schedule has one run, whichever node begins it.
            run.HasIndex(r => new { r.ReportId, r.Day }).IsUnique();
            run.HasIndex(r => new { r.State, r.SendAt });
        });
        builder.Entity<Mail.OutgoingMail>(mail => mail.Property(m => m.Attachments).AsJson());
        builder.Entity<ReportDelivery>(delivery =>
        {
            delivery.Property(d => d.Name).HasMaxLength(ReportRecipient.NameLength);
            delivery.Property(d => d.Address).HasMaxLength(ReportRecipient.AddressLength);
            delivery.Property(d => d.Locale).HasMaxLength(LocaleLength);
            delivery.Property(d => d.TokenHash).HasMaxLength(Sha256);
            delivery.Property(d => d.WrongPasswords).IsConcurrencyToken();
            delivery.Ignore(d => d.MailKey);
            delivery.HasIndex(d => d.TokenHash).IsUnique();
            delivery.HasOne<ReportRun>().WithMany().HasForeignKey(d => d.RunId).OnDelete(DeleteBehavior.NoAction);
            delivery.HasIndex(d => new { d.RunId, d.Address, d.Number }).IsUnique();
        });
    }
}
