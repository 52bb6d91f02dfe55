namespace Planable.Data;

/// <summary>A rule of the product forbids what was asked. Pages show the words, the API answers the code.</summary>
/// <param name="code">Stable, upper case, e.g. POST_PUBLISHED.</param>
/// <param name="words">One English sentence, the key for the localizer; may hold {0}, {1} ...</param>
public sealed class RuleBroken(string code, string words, params object[] arguments)
    : Exception(string.Format(System.Globalization.CultureInfo.InvariantCulture, words, arguments))
{
    public string Code { get; } = code;

    public string Words { get; } = words;

    public object[] Arguments { get; } = arguments;
}

/// <summary>It exists, but not under the address it was asked under. Answered like what does not exist.</summary>
public sealed class NotOnThisHost() : Exception("This belongs to another company than the address.");

/// <summary>The member may not do this. Pages answer 403.</summary>
public sealed class NotAllowed(string words) : Exception(words);
