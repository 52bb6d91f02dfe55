using System.Globalization;

namespace Planable.Tests.Emulators.Meta;

/// <summary>A post in the making: fields and files it was given, and how far it has come.</summary>
public sealed class EmulatedContainer(string id, string owner, IReadOnlyDictionary<string, string> fields, IReadOnlyList<EmulatedFile> files, DateTimeOffset at)
{
    IReadOnlyList<EmulatedFile> held = files;

    public string Id => id;

    public string Owner => owner;

    public IReadOnlyDictionary<string, string> Fields => fields;

    public IReadOnlyList<EmulatedContainer> Children { get; init; } = [];

    /// <summary>Its file will be handed over.</summary>
    public bool AwaitsFile { get; private set; }

    /// <summary>How often a client must look before it is ready.</summary>
    public int Polls { get; set; }

    /// <summary>What went wrong while it was worked on.</summary>
    public string? Trouble { get; init; }

    public bool IsPublished { get; set; }

    public DateTimeOffset At => at;

    public string this[string name] => fields.GetValueOrDefault(name, "");

    public bool IsVideo => held.Any(f => f.ContentType.StartsWith("video/", StringComparison.Ordinal));

    public bool IsReady(DateTimeOffset now) => State(now) == "FINISHED";

    public void Await() => AwaitsFile = true;

    public void Take(EmulatedFile file)
    {
        held = [file];
        AwaitsFile = false;
    }

    public string State(DateTimeOffset now) => IsPublished ? "PUBLISHED" : AwaitsFile ? "IN_PROGRESS" : Trouble is not null && Polls == 0 ? "ERROR" : now - at > TimeSpan.FromHours(24) ? "EXPIRED" : Polls > 0 ? "IN_PROGRESS" : "FINISHED";

    /// <summary>The state, as somebody who looks sees it.</summary>
    public string Look(DateTimeOffset now)
    {
        var state = State(now);
        if (Polls > 0)
            Polls--;
        return state;
    }

    public IEnumerable<EmulatedMedia> Media() => Children.Count > 0 ? Children.SelectMany(c => c.Media()) : held.Select(f => new EmulatedMedia(this["alt_text"], f.Bytes.Length, f.ContentType));
}

/// <summary>What was published of a container.</summary>
public sealed record EmulatedPublication(string Id, string Owner, DateTimeOffset At, EmulatedContainer Container)
{
    /// <summary>What somebody made of the words since.</summary>
    public string? OtherWords { get; init; }

    public bool IsWithoutFiles { get; init; }

    public string Words(string field) => OtherWords ?? Container[field];

    public object? Children() => Container.Children.Count == 0 || IsWithoutFiles ? null : new { data = Container.Children.Select(c => new { media_type = c.IsVideo ? "VIDEO" : "IMAGE", alt_text = c["alt_text"] is { Length: > 0 } alt ? alt : null }) };

    public string Shortcode => long.Parse(Id, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture);
}
