using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Planable.Data.Push;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Push;

public enum Carried
{
    Taken,

    /// <summary>The browser has taken its subscription back, or the address is none we would call.</summary>
    Gone,

    /// <summary>The push service does not want this message. The next one may be another matter.</summary>
    Refused,
    Later,
}

/// <summary>Hands a message to the push service of a browser. Its address came from a browser, so it is called like any stranger's: never inside the house.</summary>
public sealed class PushCarrier(IHttpClientFactory clients, PushKeyRing ring, IConfiguration configuration, TimeProvider clock, ILogger<PushCarrier> log)
{
    public async Task<Carried> Carry(PushMessage message, PushSubscription browser, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var endpoint = new Uri(browser.Endpoint);
        var identity = await ring.Identity(cancel);
        var text = JsonSerializer.SerializeToUtf8Bytes(new { title = message.Title, text = message.Text, path = message.Path, key = message.Key });
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(PushCipher.Encrypt(text, PushCipher.Bytes(browser.Key), PushCipher.Bytes(browser.Secret))) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", $"vapid {identity.For(endpoint, Contact, now)}");
        request.Headers.TryAddWithoutValidation("TTL", ((int)Math.Max(0, (message.Until - now).TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Urgency", "high");
        try
        {
            using var response = await clients.CreateClient(OutboundClients.Connectors).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (response.IsSuccessStatusCode)
                return Carried.Taken;
            log.LogInformation("The push service {Host} answered {Status}.", endpoint.Host, (int)response.StatusCode);
            return response.StatusCode switch
            {
                HttpStatusCode.NotFound or HttpStatusCode.Gone => Carried.Gone,
                HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => Carried.Later,
                _ => Carried.Refused,
            };
        }
        catch (OutboundRefused)
        {
            return Carried.Gone;
        }
        catch (HttpRequestException refused) when (refused.InnerException is OutboundRefused)
        {
            return Carried.Gone;
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Carried.Later;
        }
    }

    string Contact => configuration["Push:Contact"] ?? (configuration["PublicUrl"] is { } url && url.StartsWith("https:", StringComparison.Ordinal) ? url : "mailto:push@planable.invalid");
}
