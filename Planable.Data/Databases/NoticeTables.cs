using Microsoft.EntityFrameworkCore;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.People;

namespace Planable.Data.Databases;

/// <summary>Tables of what people are told, and how they want it.</summary>
static class NoticeTables
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Notice>(notice =>
        {
            notice.Ignore(n => n.Event);
            notice.Property(n => n.Key).HasMaxLength(120);
            notice.Property(n => n.Kind).HasMaxLength(40);
            notice.Property(n => n.Reasons).AsJson();
            notice.HasIndex(n => new { n.MemberId, n.Key }).IsUnique();
            notice.HasIndex(n => new { n.MemberId, n.ReadAt, n.At });
            notice.HasIndex(n => n.MailAt);
            notice.HasIndex(n => n.MailId);
        });
        builder.Entity<Member>(member => member.Property(m => m.NoticeChoices).AsJson());
        builder.Entity<Person>(person => person.Property(p => p.Quiet).AsJson());
        builder.Entity<OutgoingMail>(mail =>
        {
            mail.Property(m => m.Unsubscribe).HasMaxLength(800);
            mail.Property(m => m.ReplyTo).HasMaxLength(200);
        });
    }
}
