namespace Planable.Data.Mail;

/// <param name="Sha256">Of a file in the media store.</param>
public sealed record MailAttachment(string Sha256, string Name, string ContentType);

/// <summary>A mail that will be sent: written in the transaction of what it tells about.</summary>
public class OutgoingMail : Entity
{
    public const int TroubleLength = 500;

    OutgoingMail()
    {
    }

    /// <param name="key">What it tells about, to whom: the same key is never mailed twice.</param>
    /// <param name="noticeId">The notice it carries, if somebody else must hear should it not arrive.</param>
    /// <param name="unsubscribe">Where a mail reader lets its person take no more of these (RFC 8058).</param>
    public OutgoingMail(string key, string to, string subject, string html, string text, DateTimeOffset at, Guid? noticeId = null, string? unsubscribe = null, string? replyTo = null)
    {
        Key = key;
        ReplyTo = replyTo;
        Unsubscribe = unsubscribe;
        NoticeId = noticeId;
        To = to;
        MailSubject = subject;
        Html = html;
        Text = text;
        CreatedAt = at;
        ActAt = at;
    }

    public string Key { get; private set; } = "";

    public string To { get; private set; } = "";

    public string MailSubject { get; private set; } = "";

    public string Html { get; private set; } = "";

    public string Text { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? ActAt { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When the reader's own server said it has it, as far as ours tells.</summary>
    public DateTimeOffset? ArrivedAt { get; private set; }

    /// <summary>When it came back.</summary>
    public DateTimeOffset? BouncedAt { get; private set; }

    public int Tries { get; private set; }

    public string? Trouble { get; private set; }

    public string? Unsubscribe { get; private set; }

    /// <summary>Where an answer goes, if not to the sender.</summary>
    public string? ReplyTo { get; private set; }

    /// <summary>In whose name it goes; null is the installation's.</summary>
    public string? FromName { get; init; }

    /// <summary>From whose own address it goes, if they have one that works.</summary>
    public Guid? CompanyId { get; init; }

    /// <summary>The picture that stands above it and travels along.</summary>
    public Guid? LogoId { get; init; }

    public Guid? NoticeId { get; private set; }

    public IReadOnlyList<MailAttachment> Attachments { get; private set; } = [];

    /// <summary>When others were told that it does not arrive.</summary>
    public DateTimeOffset? EscalatedAt { get; private set; }

    public void Attach(IReadOnlyList<MailAttachment> files) => Attachments = files;

    public void Sent(DateTimeOffset at)
    {
        SentAt = at;
        ActAt = null;
        LeasedUntil = null;
        Trouble = null;
        // Links in mails open doors: once sent, their text is not kept.
        Html = "";
        Text = "";
    }

    public void Arrived(DateTimeOffset at)
    {
        if (BouncedAt is null)
            ArrivedAt ??= at;
    }

    /// <summary>It was taken and came back: nobody has it, and it is not tried again.</summary>
    public void Bounced(string why, DateTimeOffset at)
    {
        BouncedAt ??= at;
        (Trouble, ActAt, LeasedUntil) = (why.Length <= TroubleLength ? why : why[..TroubleLength], null, null);
    }

    public void Escalate(DateTimeOffset at) => EscalatedAt ??= at;

    /// <summary>Written down, and never sent. Nobody is told that it did not arrive: it was not to.</summary>
    public void KeepBack(string why, DateTimeOffset at)
    {
        (Trouble, ActAt, EscalatedAt) = (why, null, at);
        Html = "";
        Text = "";
    }

    /// <summary>Passing trouble waits longer each time and gives up after a day; a refused address gives up at once.</summary>
    public void NotSent(string why, bool forGood, DateTimeOffset at)
    {
        Tries++;
        Trouble = why;
        LeasedUntil = null;
        ActAt = forGood || Tries >= 12 ? null : at + TimeSpan.FromMinutes(Math.Min(Math.Pow(2, Tries - 1), 240));
    }
}
