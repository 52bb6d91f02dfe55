using Planable.Data.Channels;

namespace Planable.Data.Readings;

/// <summary>Something that is read from a channel's network piece by piece, and can be made to wait in between.</summary>
public interface IReading
{
    Channel Channel { get; }

    /// <summary>In a row, without coming on.</summary>
    int Tries { get; }

    /// <param name="counts">It was a failure, not a pause the network asked for.</param>
    void Wait(string why, DateTimeOffset until, bool counts);

    void Fail(string why, DateTimeOffset at);
}
