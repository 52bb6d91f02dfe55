using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Discord;

/// <summary>
/// Calls Discord's API as a bot, or as a webhook, whose address is its secret. Refusals are read by their number: the words around it may hold ids
/// that look like one.
/// </summary>
public sealed class DiscordApi(HttpCalls calls, NetworkAddresses addresses)
{
    internal const string UnknownMessage = "discord-10008";
    internal const string UnknownChannel = "discord-10003";
    internal const string MissingPermissions = "discord-50013";
    internal const string AlreadyCrossposted = "discord-40033";

    /// <param name="bot">Token of the bot; null where the path is a webhook's.</param>
    public Task<HttpAnswer> Ask(string? bot, HttpMethod method, string path, JsonObject? input, CancellationToken cancel) =>
        calls.Ask(Request(bot, method, path, input is null ? null : JsonContent.Create(input)), Explain, cancel);

    /// <summary>The call that makes a message, with its files.</summary>
    public async Task<HttpAnswer> Publish(string? bot, string path, JsonObject input, IReadOnlyList<OutgoingMedia> files, CancellationToken cancel)
    {
        if (files.Count == 0)
            return await calls.Publish(Request(bot, HttpMethod.Post, path, JsonContent.Create(input)), Explain, cancel);

        var form = new MultipartFormDataContent { { new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json"), "payload_json" } };
        for (var i = 0; i < files.Count; i++)
        {
            var bytes = new StreamContent(await files[i].Open(cancel));
            bytes.Headers.ContentType = MediaTypeHeaderValue.Parse(files[i].ContentType);
            form.Add(bytes, $"files[{i}]", files[i].FileName);
        }

        return await calls.Publish(Request(bot, HttpMethod.Post, path, form), Explain, cancel, OutboundClients.Uploads);
    }

    HttpRequestMessage Request(string? bot, HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, addresses.Of(DiscordConnector.Key, $"https://discord.com/api/v10/{path}")) { Content = content };
        // Clients that do not name themselves in this form are turned away at the gate.
        request.Headers.UserAgent.ParseAdd("DiscordBot (https://planable.example, 1.0)");
        if (bot is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bot", bot);
        return request;
    }

    static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        // The body is more exact than the header, which knows whole seconds only.
        if (status == HttpStatusCode.TooManyRequests)
            return Wait(body) is { } wait ? new Failure(FailureClass.RateLimited, "http-429", "Discord asks for a pause.", wait) : null;
        if (body.Text("code") is not { } number || !int.TryParse(number, CultureInfo.InvariantCulture, out var error) || error == 0)
            return status == HttpStatusCode.Unauthorized ? new Failure(FailureClass.ReauthRequired, "http-401", "Discord no longer knows this bot. Its token was replaced, or the bot was deleted.") : null;

        var words = Detail(body) ?? body.Text("message") ?? number;
        var code = $"discord-{error}";
        return error switch
        {
            10003 => new Failure(FailureClass.ReauthRequired, code, "The channel is no longer there."),
            10015 or 50027 => new Failure(FailureClass.ReauthRequired, code, "The webhook is no longer there. Make a new one and connect it."),
            10004 or 40001 or 50001 or 50013 => new Failure(FailureClass.ReauthRequired, code, $"The bot may not do this in the channel: {Sentence(words)}"),
            10008 => new Failure(FailureClass.Permanent, code, "The message is no longer there."),
            20016 or 20028 or 20029 or 30046 => new Failure(FailureClass.RateLimited, code, "Discord asks for a pause.", Wait(body)),
            40005 => new Failure(FailureClass.Permanent, code, "The files are too large for this server."),
            40067 => new Failure(FailureClass.Permanent, code, "This forum wants a tag on every post. Choose one."),
            130000 => new Failure(FailureClass.Transient, code, "Discord is overloaded at the moment."),
            220001 => new Failure(FailureClass.Permanent, code, "This webhook belongs to a forum, where every post has a title. Give it one."),
            220003 => new Failure(FailureClass.Permanent, code, "This webhook does not belong to a forum. Leave the title for forum channels empty."),
            240000 => new Failure(FailureClass.Permanent, code, "Discord takes a link in this post for a harmful one."),
            _ when (int)status is >= 400 and < 500 => new Failure(FailureClass.Permanent, code, $"Discord says: {Sentence(words)}"),
            _ => null,
        };
    }

    static TimeSpan? Wait(JsonElement body) =>
        double.TryParse(body.Text("retry_after"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null;

    /// <summary>"Invalid form body" says nothing; the first error of its fields does.</summary>
    static string? Detail(JsonElement body) => body.TryGetProperty("errors", out var errors) ? First(errors) : null;

    static string? First(JsonElement errors)
    {
        if (errors.ValueKind != JsonValueKind.Object)
            return null;
        if (errors.TryGetProperty("_errors", out var list) && list.ValueKind == JsonValueKind.Array)
            return list.EnumerateArray().Select(e => e.Text("message")).FirstOrDefault(m => m is not null);
        return errors.EnumerateObject().Select(p => First(p.Value)).FirstOrDefault(m => m is not null);
    }

    static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";
}
