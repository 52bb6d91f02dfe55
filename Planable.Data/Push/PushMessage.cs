namespace Planable.Data.Push;

/// <summary>A notice on its way to the browsers of a person: written in the transaction of what it tells about.</summary>
public class PushMessage : Entity
{
    const int MostTries = 6;

    PushMessage()
    {
    }

    /// <param name="key">What it tells about, to whom: never sent twice.</param>
    /// <param name="path">What opens when it is touched.</param>
    /// <param name="until">After that it is not worth disturbing anybody for.</param>
    public PushMessage(Guid personId, string key, string title, string text, string path, DateTimeOffset at, DateTimeOffset until)
    {
        PersonId = personId;
        Key = key;
        Title = title;
        Text = text;
        Path = path;
        At = at;
        ActAt = at;
        Until = until;
    }

    public Guid PersonId { get; private set; }

    public string Key { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string Path { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset Until { get; private set; }

    public DateTimeOffset? ActAt { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    /// <summary>Browsers that have it already.</summary>
    public List<Guid> Arrived { get; private set; } = [];

    public void Arrive(Guid subscriptionId) => Arrived = [.. Arrived, subscriptionId];

    public void Done() => (ActAt, LeasedUntil) = (null, null);

    /// <summary>Some push service was away. What is too old by then is given up.</summary>
    public void TryAgain(DateTimeOffset at)
    {
        Tries++;
        var next = at + TimeSpan.FromSeconds(5 * Math.Pow(3, Tries));
        (ActAt, LeasedUntil) = (Tries >= MostTries || next > Until ? null : next, null);
    }
}
