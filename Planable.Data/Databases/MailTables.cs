using Microsoft.EntityFrameworkCore;
using Planable.Data.Mail;

namespace Planable.Data.Databases;

/// <summary>Mails that wait to be sent.</summary>
static class MailTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<OutgoingMail>(mail =>
        {
            mail.Property(m => m.Key).HasMaxLength(200);
            mail.Property(m => m.To).HasMaxLength(256);
            mail.Property(m => m.MailSubject).HasMaxLength(300);
            mail.Property(m => m.FromName).HasMaxLength(Brands.BrandSheet.NameLength);
            mail.HasIndex(m => m.Key).IsUnique();
            mail.HasIndex(m => m.ActAt);
            mail.HasIndex(m => m.SentAt);
            mail.HasIndex(m => m.BouncedAt);
        });
    }
}
