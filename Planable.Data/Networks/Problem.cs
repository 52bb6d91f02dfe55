namespace Planable.Data.Networks;

/// <summary>One thing a network, a rule or a reader would object to. The same object in the composer, in an import and in the API.</summary>
/// <param name="Code">Stable, upper case, e.g. TEXT_TOO_LONG.</param>
/// <param name="Words">One sentence for a person, in English; the key for the localizer.</param>
/// <param name="Arguments">Values for the placeholders {0}, {1} ... of <paramref name="Words"/>.</param>
/// <param name="Target">What it is about: "text", "media", "alt:2", "schedule", "channels".</param>
/// <param name="ChannelId">The variant it is about; null for the whole post.</param>
/// <param name="Blocks">Blocks scheduling; otherwise a hint.</param>
public sealed record Problem(string Code, string Words, object[] Arguments, string Target, Guid? ChannelId, bool Blocks)
{
    public override string ToString() => string.Format(System.Globalization.CultureInfo.InvariantCulture, Words, Arguments);
}
