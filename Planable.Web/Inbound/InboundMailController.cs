using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Planable.Data.Ideas;
using Planable.Jobs.Mail;
using Planable.Web.Conversations;
using Planable.Web.Ideas;

namespace Planable.Web.Inbound;

/// <summary>
/// Takes mails from the server that receives them: the raw message as body, the installation's secret as bearer token or as the password of basic authentication, the envelope's
/// recipients as `to`. A relay that sends JSON puts the raw message into `RawEmail` and the recipient into `OriginalRecipient`, as Postmark does.
/// The answer is the same whatever becomes of the mail, so that nobody learns which addresses there are.
/// </summary>
[AllowAnonymous, IgnoreAntiforgeryToken, SkipStatusCodePages, Route("inbound/mail")]
public class InboundMailController(InboundSettings settings, ReplyAddresses replies, IServiceScopeFactory scopes, ILogger<InboundMailController> log) : Controller
{
    const int MostBytes = 45 * 1024 * 1024;
    const int MostRecipients = 5;

    [HttpPost, RequestSizeLimit(MostBytes)]
    public async Task<IActionResult> Create([FromQuery] string[] to, CancellationToken cancel)
    {
        if (!settings.IsOn)
            return NotFound();
        if (!SharedSecret.Knows(Request.Headers.Authorization.ToString(), settings.Secret!))
            return Unauthorized();
        if (await Body(cancel) is not { } bytes)
            return StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (Request.HasJsonContentType())
        {
            if (Unpacked(bytes) is not { } packed)
                return UnprocessableEntity();
            (bytes, to) = (packed.Message, packed.To is { } envelope ? [envelope] : to);
        }

        var mail = IncomingMail.Read(bytes);
        if (mail.IsSpam || mail.IsAutomatic)
        {
            log.LogInformation("A mail was dropped: {Why}", mail.IsSpam ? "spam" : "sent by a program");
            return Accepted();
        }

        foreach (var local in (to.Length > 0 ? to : mail.Recipients).Select(Local).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Take(MostRecipients))
        {
            // Each client in a unit of work of its own.
            await using var scope = scopes.CreateAsyncScope();
            if (replies.Read(local) is { } reply)
                await scope.ServiceProvider.GetRequiredService<MailedReplies>().Take(reply.Thread, reply.Signature, mail, cancel);
            else if (IdeaMail.Split(local) is { } box)
                await scope.ServiceProvider.GetRequiredService<MailedIdeas>().Take(box.Slug, box.Key, mail, cancel);
        }

        return Accepted();
    }

    static (byte[] Message, string? To)? Unpacked(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("RawEmail", out var raw) || raw.GetString() is not { Length: > 0 } message)
                return null;
            var recipient = root.TryGetProperty("OriginalRecipient", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            return (Encoding.UTF8.GetBytes(message), string.IsNullOrEmpty(recipient) ? null : recipient);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    async Task<byte[]?> Body(CancellationToken cancel)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = await Request.Body.ReadAsync(buffer, cancel)) > 0;)
        {
            if (read.Length + count > MostBytes)
                return null;
            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    string? Local(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && address[(at + 1)..].Trim(' ', '>').Equals(settings.Domain, StringComparison.OrdinalIgnoreCase) ? address[..at].Trim(' ', '<') : null;
    }
}
