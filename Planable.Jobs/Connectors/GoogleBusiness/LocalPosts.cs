using System.Globalization;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.GoogleBusiness;

/// <summary>A post as Google Business Profile wants it: an update, an event or an offer, with a button and a picture.</summary>
static class LocalPosts
{
    const string Offer = "OFFER";

    public static JsonObject Of(OutgoingPost post)
    {
        var topic = Chosen(post, "topic") ?? "STANDARD";
        var local = new JsonObject { ["languageCode"] = post.Language ?? "en", ["summary"] = post.Text, ["topicType"] = topic };
        if (topic is "EVENT" or Offer)
            local["event"] = Event(post);
        if (topic == Offer)
            local["offer"] = Terms(post);
        else if (Button(post) is { } button)
            local["callToAction"] = button;
        if (post.Media.Count > 0)
            local["media"] = new JsonArray([.. post.Media.Select(m => (JsonNode)Picture(m))]);
        return local;
    }

    static JsonObject Event(OutgoingPost post)
    {
        var title = Chosen(post, "eventTitle") ?? post.Title;
        if (title is not { Length: > 0 } || Day(post, "eventStart") is not { } start || Day(post, "eventEnd") is not { } end)
            throw Refused("event-incomplete", "An event or an offer has a title, a first day and a last day.");
        if (end < start)
            throw Refused("event-backwards", "The last day lies before the first.");
        return new JsonObject { ["title"] = title, ["schedule"] = new JsonObject { ["startDate"] = Date(start), ["endDate"] = Date(end) } };
    }

    static JsonObject Terms(OutgoingPost post)
    {
        var offer = new JsonObject();
        if (Chosen(post, "couponCode") is { } code)
            offer["couponCode"] = code;
        if ((Chosen(post, "redeemAddress") ?? post.Link) is { } address)
            offer["redeemOnlineUrl"] = address;
        if (Chosen(post, "terms") is { } terms)
            offer["termsConditions"] = terms;
        return offer;
    }

    static JsonObject? Button(OutgoingPost post)
    {
        var address = Chosen(post, "actionAddress") ?? post.Link;
        return Chosen(post, "action") switch
        {
            "CALL" => new JsonObject { ["actionType"] = "CALL" },
            { } action when address is not null => new JsonObject { ["actionType"] = action, ["url"] = address },
            { } => throw Refused("button-without-address", "The button needs an address to lead to."),
            null when address is not null => new JsonObject { ["actionType"] = "LEARN_MORE", ["url"] = address },
            null => null,
        };
    }

    static JsonObject Picture(OutgoingMedia picture) => picture.Address is { } address
        ? new JsonObject { ["mediaFormat"] = "PHOTO", ["sourceUrl"] = address.AbsoluteUri }
        : throw Refused("no-public-address", "Google fetches pictures itself, and this installation has no address that can be reached from outside.");

    static JsonObject Date(DateOnly day) => new() { ["year"] = day.Year, ["month"] = day.Month, ["day"] = day.Day };

    static DateOnly? Day(OutgoingPost post, string setting) =>
        DateOnly.TryParseExact(Chosen(post, setting), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static string? Chosen(OutgoingPost post, string setting) => post.Settings.GetValueOrDefault(setting) is { Length: > 0 } value ? value : null;

    static ConnectorFailure Refused(string code, string words) => new(FailureClass.Permanent, code, words);
}
