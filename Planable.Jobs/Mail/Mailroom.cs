using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Mail;

namespace Planable.Jobs.Mail;

/// <summary>Writes mails to the outbox. The caller saves, so the mail exists exactly if what it tells about does.</summary>
public sealed class Mailroom(PlanableDb db, HtmlRenderer renderer, MailLook look, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Origin for links in mails: setting `PublicUrl`, e.g. "https://planable.example".</summary>
    public Uri PublicUrl => new(configuration["PublicUrl"] ?? "http://127.0.0.1:5080");

    string Ours => PublicUrl.GetLeftPart(UriPartial.Authority);

    /// <param name="key">What the mail tells about, to whom; a second mail under the same key is refused by the database.</param>
    /// <param name="values">Parameters of the Razor component by name.</param>
    /// <param name="noticeId">The notice it carries: should the mail not arrive, others are told.</param>
    /// <param name="unsubscribe">The whole address at which its reader lets it be, for mails that come again and again.</param>
    /// <param name="replyTo">Where an answer goes, if somewhere reads it.</param>
    public async Task<OutgoingMail> Write<TMail>(string key, string to, string subject, IReadOnlyDictionary<string, object?> values, Guid? noticeId = null, string? unsubscribe = null, string? replyTo = null)
        where TMail : IComponent
    {
        await look.Settle();
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var output = await renderer.RenderComponentAsync<TMail>(ParameterView.FromDictionary(values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal)));
            return output.ToHtmlString();
        });
        html = look.Dye(html);
        var sender = await look.SenderTo(to);
        if (sender?.Root is { } root)
        {
            html = html.Replace(Ours, root, StringComparison.Ordinal);
            unsubscribe = unsubscribe?.Replace(Ours, root, StringComparison.Ordinal);
        }

        var mail = new OutgoingMail(key, to, subject, html, PlainText.From(html), clock.GetUtcNow(), noticeId, unsubscribe, replyTo)
        {
            FromName = sender?.Name,
            CompanyId = sender is null ? null : look.Brand?.CompanyId,
            LogoId = html.Contains(Letters.LogoPlace, StringComparison.Ordinal) ? look.Brand?.LogoId : null,
        };
        if (look.IsPractice)
            mail.KeepBack("A practice workspace sends no mail.", clock.GetUtcNow());
        db.Mails.Add(mail);
        return mail;
    }

    /// <summary>The absolute address of a path, for a link in a mail.</summary>
    public string Link(string path) => new Uri(PublicUrl, path).ToString();
}
