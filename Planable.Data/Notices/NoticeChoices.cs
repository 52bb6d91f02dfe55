using System.Text.Json.Serialization;

namespace Planable.Data.Notices;

/// <summary>How one member wants to be told in one workspace: only what differs from the usual.</summary>
public sealed record NoticeChoices
{
    public IReadOnlyDictionary<NoticeEvent, NoticeChannels> Chosen { get; init; } = new Dictionary<NoticeEvent, NoticeChannels>();

    [JsonIgnore]
    public bool AreUsual => Chosen.Count == 0;

    public NoticeChannels For(NoticeEvent named) => Chosen.TryGetValue(named, out var chosen) ? chosen : NoticeEvents.Of(named).Usual;

    public NoticeChoices With(NoticeEvent named, NoticeChannels channels)
    {
        var chosen = new Dictionary<NoticeEvent, NoticeChannels>(Chosen);
        if (channels == NoticeEvents.Of(named).Usual)
            chosen.Remove(named);
        else
            chosen[named] = channels;
        return new NoticeChoices { Chosen = chosen };
    }
}
