using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors;

/// <summary>A network's own reading of a refusal (any status of 400 and above); null leaves it to the general rules.
/// The body is Undefined if it was not JSON.</summary>
public delegate Failure? ExplainRefusal(HttpStatusCode status, JsonElement body);

/// <summary>
/// Calls a network's JSON API and turns every trouble on the way into a <see cref="ConnectorFailure"/>. The one thing it must get right: whether a
/// call that changes something may have arrived. Cancellation by the caller passes through as it is.
/// </summary>
public sealed class HttpCalls(IHttpClientFactory clients, TimeProvider clock)
{
    // No network's window is longer; a server that says otherwise is mistaken.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>A call that may be repeated: reads, uploads nobody sees, deletions. Lost answers and 5xx are Transient.</summary>
    /// <param name="client">One of <see cref="OutboundClients"/>.</param>
    public Task<HttpAnswer> Ask(HttpRequestMessage request, ExplainRefusal? explain, CancellationToken cancel, string client = OutboundClients.Connectors) =>
        Call(request, mutates: false, explain, client, cancel);

    /// <summary>Hands a file to a store that answers in a format of its own: only its status counts. May be repeated.</summary>
    public Task<HttpAnswer> Store(HttpRequestMessage request, CancellationToken cancel, ExplainRefusal? explain = null) =>
        Call(request, mutates: false, explain, OutboundClients.Uploads, cancel, mustRead: false);

    /// <summary>The one call that publishes. Once the request has begun to leave, a lost answer, a 5xx and an unreadable success are UnknownOutcome.</summary>
    public Task<HttpAnswer> Publish(HttpRequestMessage request, ExplainRefusal? explain,
        CancellationToken cancel, string client = OutboundClients.Connectors) =>
        Call(request, mutates: true, explain, client, cancel);

    private async Task<HttpAnswer> Call(HttpRequestMessage request, bool mutates, ExplainRefusal? explain, string client, CancellationToken cancel, bool mustRead = true)
    {
        var host = request.RequestUri!.IdnHost;
        var departure = new Departure();
        // Not every server takes a body whose length it is not told.
        if (request.Content is JsonContent text) await text.LoadIntoBufferAsync(cancel);
        if (request.Content is { } body) request.Content = new WatchedContent(body, departure);
        using (request)
        {
            try
            {
                using var response = await clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
                UsageSigns.Hear(response);
                var json = Parse(await response.Content.ReadAsByteArrayAsync(cancel), out var isReadable);
                if (!response.IsSuccessStatusCode && !IsGoOn(response)) throw new ConnectorFailure(Refusal(response, json, host, mutates, explain));
                if (!isReadable && mustRead) throw HttpAnswer.Unreadable(host, mutates);
                return new HttpAnswer(host, mutates, response.StatusCode, response.Headers, json);
            }
            catch (OutboundRefused refused)
            {
                throw new ConnectorFailure(FailureClass.Permanent, "address-refused", refused.Message, inner: refused);
            }
            catch (HttpRequestException trouble)
            {
                throw Lost(host, mutates && MayHaveLeft(request, departure, trouble), "no-connection", $"{host} could not be reached.", trouble);
            }
            catch (OperationCanceledException timeout) when (!cancel.IsCancellationRequested)
            {
                throw Lost(host, mutates && MayHaveLeft(request, departure, timeout), "timeout", $"{host} did not answer in time.", timeout);
            }
        }
    }

    // A body is asked for only once a connection stands, so a body never asked for was never sent. Without a body only the kind of trouble tells.
    private static bool MayHaveLeft(HttpRequestMessage request, Departure departure, Exception trouble) =>
        request.Content is not null
            ? departure.HasBegun
            : trouble is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
            };

    // "308 Resume Incomplete": the address of an upload asks for the bytes that are still missing. A 308 that leads elsewhere names where.
    private static bool IsGoOn(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.PermanentRedirect && response.Headers.Location is null;

    private static ConnectorFailure Lost(string host, bool mayHaveLeft, string code, string words, Exception trouble) => mayHaveLeft
        ? new ConnectorFailure(FailureClass.UnknownOutcome, "answer-lost",
                $"The answer of {host} was lost: the post may or may not have gone out.", inner: trouble)
        : new ConnectorFailure(FailureClass.Transient, code, words, inner: trouble);

    private Failure Refusal(HttpResponseMessage response, JsonElement json, string host, bool mutates, ExplainRefusal? explain)
    {
        var status = (int)response.StatusCode;
        var code = $"http-{status}";
        var wait = status == 429 ? Wait(response) : Stated(response);
        if (status >= 400 && explain?.Invoke(response.StatusCode, json) is { } explained) return explained with { RetryAfter = explained.RetryAfter ?? wait };

        return status switch
        {
            429 => new Failure(FailureClass.RateLimited, code, $"{host} asks for a pause.", wait),
            >= 500 or 408 when mutates => new Failure(FailureClass.UnknownOutcome, code, $"{host} had an error: the post may or may not have gone out."),
            >= 500 or 408 or 425 => new Failure(FailureClass.Transient, code, $"{host} has an error of its own at the moment.", wait),
            401 or 403 => new Failure(FailureClass.ReauthRequired, code, $"{host} no longer accepts this connection."),
            < 400 => new Failure(FailureClass.Permanent, code, $"{host} sends its visitors to another address."),
            _ => new Failure(FailureClass.Permanent, code, $"{host} refused the request ({status})."),
        };
    }

    private TimeSpan? Wait(HttpResponseMessage response) =>
        Stated(response) ?? Header(response, "X-RateLimit-Reset-After") ?? Header(response, "X-RateLimit-Reset") ?? Header(response, "X-Rate-Limit-Reset") ?? Header(response, "RateLimit-Reset");

    private TimeSpan? Stated(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => Clamp(delta),
        { Date: { } date } => Clamp(date - clock.GetUtcNow()),
        _ => Regained(response),
    };

    // Meta counts by app and account; what it says of the longest wait holds for the call.
    private static TimeSpan? Regained(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("X-Business-Use-Case-Usage", out var values)) return null;

        var usage = Parse(Encoding.UTF8.GetBytes(values.First()), out _);
        var minutes = usage.ValueKind != JsonValueKind.Object ? 0 : usage.EnumerateObject()
            .SelectMany(account => account.Value.ValueKind == JsonValueKind.Array ? account.Value.EnumerateArray().ToList() : [])
            .Select(use => double.TryParse(use.Text("estimated_time_to_regain_access"), NumberStyles.Float, CultureInfo.InvariantCulture, out var m) ? m : 0)
            .DefaultIfEmpty().Max();
        return minutes > 0 ? Clamp(TimeSpan.FromMinutes(minutes)) : null;
    }

    // Networks write the end of the window as seconds to go, as seconds since 1970 or as a timestamp.
    private TimeSpan? Header(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues(name, out var values)) return null;

        var value = values.First();
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            var toGo = seconds > 1_000_000_000 ? seconds - clock.GetUtcNow().ToUnixTimeSeconds() : seconds;
            return TimeSpan.FromSeconds(Math.Clamp(toGo, 0, LongestWait.TotalSeconds));
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Clamp(at - clock.GetUtcNow()) : null;
    }

    private static TimeSpan Clamp(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;

    private static JsonElement Parse(byte[] body, out bool isReadable)
    {
        isReadable = true;
        if (body.Length == 0) return default;

        var reader = new Utf8JsonReader(body);
        try
        {
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            // Proxies answer for their servers in HTML; the caller judges by the status.
            isReadable = false;
            return default;
        }
    }

    private sealed class Departure
    {
        public bool HasBegun { get; set; }
    }

    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent content;
        private readonly Departure departure;

        public WatchedContent(HttpContent content, Departure departure)
        {
            (this.content, this.departure) = (content, departure);
            foreach (var header in content.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            departure.HasBegun = true;
            return content.CopyToAsync(stream, context, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Headers.ContentLength ?? -1;
            return length >= 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) content.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A network's success, read to its end.</summary>
/// <param name="Mutates">Whether the call has published something: an answer that lacks what it should hold is then no reason to repeat it.</param>
/// <param name="Json">Undefined if the body was empty.</param>
public sealed record HttpAnswer(string Host, bool Mutates, HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement Json)
{
    /// <summary>A text or number that must be there, as text.</summary>
    public string Required(string name) => Optional(name) ?? throw Unreadable(Host, Mutates);

    public string? Optional(string name) => Json.Text(name);

    internal static ConnectorFailure Unreadable(string host, bool mutates) => mutates
        ? new ConnectorFailure(FailureClass.UnknownOutcome, "answer-unreadable",
                $"The answer of {host} could not be read: the post may or may not have gone out.")
        : new ConnectorFailure(FailureClass.Transient, "answer-unreadable", $"The answer of {host} could not be read.");
}
