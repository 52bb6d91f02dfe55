using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Planable.Data.Secrets;
using Planable.Data.Webhooks;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Webhooks;

/// <summary>Hands one message to one address, and says what came of it.</summary>
public sealed class WebhookCarrier(IHttpClientFactory clients, Vault vault, TimeProvider clock)
{
    const int MostRead = 8 * 1024;

    /// <summary>For the whole answer: one that comes drop by drop holds nobody up either.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<WebhookAttempt> Carry(WebhookEndpoint endpoint, WebhookDelivery delivery, CancellationToken cancel)
    {
        var (at, watch) = (clock.GetUtcNow(), Stopwatch.StartNew());
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new StringContent(delivery.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8")) };
        request.Headers.TryAddWithoutValidation("webhook-id", delivery.MessageId);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", endpoint.Sign(vault, delivery.MessageId, at, delivery.Body));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await clients.CreateClient(OutboundClients.Webhooks).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var answer = await Beginning(response, patience.Token);
            return new(at, (int)watch.ElapsedMilliseconds, (int)response.StatusCode, answer, null);
        }
        catch (OutboundRefused refused)
        {
            return Without(refused.Message);
        }
        catch (HttpRequestException away)
        {
            return Without(away.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "There is no address for its name.",
                HttpRequestError.SecureConnectionError => "Its certificate is not valid.",
                HttpRequestError.ConnectionError => "It could not be reached.",
                _ => "The connection was cut.",
            });
        }
        catch (IOException)
        {
            return Without("The connection was cut.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Without("It did not answer within ten seconds.");
        }

        WebhookAttempt Without(string trouble) => new(at, (int)watch.ElapsedMilliseconds, null, null, trouble);
    }

    /// <summary>Enough to see what is wrong there; a receiver that answers without an end is not read to it.</summary>
    static async Task<string> Beginning(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[MostRead];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        // PostgreSQL keeps no zero characters.
        var text = Encoding.UTF8.GetString(buffer, 0, read).Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= WebhookDelivery.AnswerLength ? text : text[..WebhookDelivery.AnswerLength] + "…";
    }
}
