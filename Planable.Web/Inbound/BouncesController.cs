using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Jobs.Mail;
using Planable.Web.Http;

namespace Planable.Web.Inbound;

/// <summary>
/// Hears from the server that carries our mail what became of it: the message it sent back to the sender as it is, or JSON (see <see cref="BounceReport"/>), with the installation's secret as bearer
/// token or as the password of basic authentication. The answer is the same whether the mail is known or not.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, SkipStatusCodePages, Route("inbound/bounces")]
public class BouncesController(InboundSettings settings, PlanableDb db, TimeProvider clock) : Controller
{
    const int MostBytes = 2 * 1024 * 1024;
    const string Unsaid = "The mail came back, and the server did not say why.";

    [HttpPost, RequestSizeLimit(MostBytes)]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        if (settings.Secret is not { } secret)
            return NotFound();
        if (!SharedSecret.Knows(Request.Headers.Authorization.ToString(), secret))
            return Unauthorized();
        using var body = new MemoryStream();
        await Request.Body.CopyToAsync(body, cancel);
        if ((Request.HasJsonContentType() ? BounceReport.FromJson(body.ToArray()) : BounceReport.FromMail(body.ToArray())) is not { } reports)
            return UnprocessableEntity();
        var ids = reports.Select(r => r.MailId).ToList();
        var mails = await db.Mails.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        foreach (var report in reports.Where(r => mails.ContainsKey(r.MailId)))
        {
            if (report.IsDelivered)
                mails[report.MailId].Arrived(clock.GetUtcNow());
            else
                mails[report.MailId].Bounced(string.IsNullOrWhiteSpace(report.Reason) ? Unsaid : report.Reason.Trim(), clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancel);
        return Accepted();
    }
}
