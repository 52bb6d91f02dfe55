namespace Planable.Data.Mail;

public static class MailQueries
{
    /// <summary>Carries a notice, came back, was given up or has been tried since <paramref name="limit"/>, and nobody else knows yet.</summary>
    public static IQueryable<OutgoingMail> Stuck(this IQueryable<OutgoingMail> mails, DateTimeOffset limit) =>
        mails.Where(m => m.NoticeId != null && m.EscalatedAt == null && (m.BouncedAt != null || (m.SentAt == null && (m.ActAt == null || m.CreatedAt <= limit))));

    /// <summary>Nobody has it, and it is not tried again.</summary>
    public static IQueryable<OutgoingMail> Returned(this IQueryable<OutgoingMail> mails) => mails.Where(m => m.BouncedAt != null || (m.SentAt == null && m.ActAt == null));

    /// <summary>Came back, and nothing was sent to the same address since.</summary>
    public static IQueryable<OutgoingMail> LastReturned(this IQueryable<OutgoingMail> mails, IReadOnlyCollection<string> addresses) =>
        mails.Where(m => m.BouncedAt != null && addresses.Contains(m.To) && !mails.Any(later => later.To == m.To && later.SentAt > m.BouncedAt && later.BouncedAt == null));
}
