namespace Planable.Tests.Emulators;

/// <summary>Another company's network, played on a loopback port. Knows nothing of test frameworks, so that browser tests and demos can start it too.</summary>
public interface INetworkEmulator : IAsyncDisposable
{
    /// <summary>Origin, e.g. http://127.0.0.1:41234/.</summary>
    Uri Address { get; }

    Faults Faults { get; }

    /// <summary>Everything that is public now, oldest first.</summary>
    IReadOnlyList<EmulatedPost> Posts { get; }

    /// <summary>Makes every access token given out so far worthless.</summary>
    void RevokeTokens();

    /// <summary>Somebody changes a post at the network itself, past every app: other words, or without its files. False where this emulator knows no way.</summary>
    bool Tamper(string id, string? text = null, bool dropsFiles = false) => false;

    /// <summary>Stops listening, so that connections are refused.</summary>
    Task Stop();
}

/// <param name="Link">The address a reader can follow, from a card or out of the text; null if there is none.</param>
public sealed record EmulatedPost(string Id, string Text, string? Link, IReadOnlyList<EmulatedMedia> Media)
{
    /// <summary>The post that it answers or comments on; null for what stands by itself.</summary>
    public string? AnswerTo { get; init; }

    /// <summary>The answers of a poll; null if it is none.</summary>
    public IReadOnlyList<string>? Poll { get; init; }
}

public sealed record EmulatedMedia(string Alt, long Bytes, string ContentType);
