namespace Planable.Data.Mail;

public static class MailQueries
{
    /// <summary>Carries a notice, was given up or has been tried since <paramref name="limit"/>, and nobody else knows yet.</summary>
    public static IQueryable<OutgoingMail> Stuck(this IQueryable<OutgoingMail> mails, DateTimeOffset limit) =>
        mails.Where(m => m.SentAt == null && m.NoticeId != null && m.EscalatedAt == null && (m.ActAt == null || m.CreatedAt <= limit));
}
