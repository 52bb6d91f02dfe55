using Planable.Data.Workspaces;

namespace Planable.Data.Logs;

/// <summary>How far one reader has read one workspace's log.</summary>
public class LogCursor : IBelongToWorkspace
{
    LogCursor()
    {
    }

    public LogCursor(string reader) => Reader = reader;

    public string Reader { get; private set; } = "";

    public Guid WorkspaceId { get; private set; }

    public long Sequence { get; private set; }

    public void Advance(long to) => Sequence = Math.Max(Sequence, to);
}
