using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Jobs.Connectors;

namespace Planable.Web.Posts;

/// <summary>One of a network's settings in the form of one channel.</summary>
/// <param name="Value">What is chosen; null takes the default.</param>
/// <param name="CanBeAsked">Its choices are the account's own, and the account can be asked for them.</param>
public sealed record SettingField(Channel Channel, Network Network, Setting Setting, string? Value, bool CanBeAsked)
{
    /// <summary>What the account answered; null if nobody has asked it lately.</summary>
    public NetworkAnswer<Choice>? Answer { get; init; }

    /// <summary>Places can be searched for.</summary>
    public bool CanFindPlaces { get; init; }

    /// <summary>What is chosen in the setting its list depends on.</summary>
    public string? After { get; init; }

    /// <summary>What stands against it.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    public string Id => $"set-{Channel.Id}-{Setting.Key}";

    public string Name => $"Targets[{Channel.Id}].Settings[{Setting.Key}]";

    public string? Shown => Value ?? Setting.Default;

    /// <summary>The setting that has to be chosen first; null if nothing is in the way.</summary>
    public Setting? Awaits => Setting.After is { } after && string.IsNullOrWhiteSpace(After) ? Network.Settings.First(s => s.Key == after) : null;

    public bool IsKnown => Answer is { Trouble: null };

    /// <summary>The account has nothing to choose from.</summary>
    public bool IsBare => IsKnown && Answer!.Items.Count == 0;

    public IReadOnlyList<Choice> Choices => Answer is { Items.Count: > 0 } or { Trouble: null } ? Answer.Items : Setting.Choices ?? [];

    /// <summary>What was chosen and is not in the list: it stays until somebody chooses otherwise.</summary>
    public string? Stray => Value is { Length: > 0 } value && Choices.All(c => c.Value != value) ? value : null;

    public static IReadOnlyList<SettingField> Of(Channel channel, Network network, IReadOnlyDictionary<string, string> chosen, IReadOnlyList<Problem> problems, NetworkQuestions questions) =>
        [.. network.Settings.Select(s => Of(channel, network, s, chosen, problems, questions))];

    public static SettingField Of(Channel channel, Network network, Setting setting, IReadOnlyDictionary<string, string> chosen, IReadOnlyList<Problem> problems, NetworkQuestions questions)
    {
        var asked = questions.CanList(channel, setting);
        return new SettingField(channel, network, setting, chosen.GetValueOrDefault(setting.Key) is { Length: > 0 } value ? value : null, asked)
        {
            Answer = asked ? questions.KnownChoices(channel, setting, chosen) : null,
            CanFindPlaces = setting.Kind == SettingKind.Place && questions.CanFindPlaces(channel),
            After = setting.After is { } after ? chosen.GetValueOrDefault(after) : null,
            Problems = [.. problems.Where(p => p.ChannelId == channel.Id && p.Target == $"setting:{setting.Key}")],
        };
    }
}
