using Planable.Data.Logs;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

public enum ConversionState
{
    Queued,
    Running,
    Done,
    Failed,
}

/// <summary>A video being made into what networks need. The original stays as it is.</summary>
public class Conversion : Recorded, IBelongToWorkspace
{
    /// <summary>Starts after which a worker that keeps dying is the video's fault.</summary>
    public const int MostStarts = 3;

    Conversion()
    {
    }

    internal Conversion(Guid assetId, VideoNeed need, DateTimeOffset at)
    {
        AssetId = assetId;
        Need = need.Key;
        Width = need.Width;
        Height = need.Height;
        FramesPerSecond = need.FramesPerSecond;
        MostKilobits = need.MostKilobits;
        (Start, End) = (need.Start, need.End);
        QueuedAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid AssetId { get; private set; }

    public string Need { get; private set; } = "";

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int? FramesPerSecond { get; private set; }

    public int? MostKilobits { get; private set; }

    /// <summary>In milliseconds, if its beginning is left out.</summary>
    public int? Start { get; private set; }

    public int? End { get; private set; }

    public ConversionState State { get; private set; }

    public int Percent { get; private set; }

    public int Starts { get; private set; }

    public DateTimeOffset QueuedAt { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? Why { get; private set; }

    public string? Sha256 { get; private set; }

    public long? Bytes { get; private set; }

    public bool IsUnderWay => State is ConversionState.Queued or ConversionState.Running;

    /// <summary>Null until it is done.</summary>
    public MediaFile? File => State == ConversionState.Done ? new MediaFile(Sha256!, VideoNeed.ContentType, Bytes!.Value) : null;

    protected override string Subject => "media";

    protected override Guid SubjectId => AssetId;

    public void Finish(MediaFile file, string name, DateTimeOffset at)
    {
        (State, Percent, Sha256, Bytes, FinishedAt, LeasedUntil, Why) = (ConversionState.Done, 100, file.Sha256, file.Bytes, at, null, null);
        Record(Actor.Planable, "converted", at, ("name", name), ("size", $"{Width} x {Height}"));
    }

    public void Fail(string why, string name, DateTimeOffset at)
    {
        (State, Why, FinishedAt, LeasedUntil) = (ConversionState.Failed, why, at, null);
        Record(Actor.Planable, "conversion-failed", at, ("name", name), ("why", why));
    }

    public void Again(DateTimeOffset at) =>
        (State, Percent, Starts, Why, QueuedAt, FinishedAt, LeasedUntil) = (ConversionState.Queued, 0, 0, null, at, null, null);
}
