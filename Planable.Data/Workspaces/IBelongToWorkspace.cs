namespace Planable.Data.Workspaces;

/// <summary>A row behind the tenancy wall: read only by those who entered its workspace, stamped with it when saved.</summary>
public interface IBelongToWorkspace
{
    Guid WorkspaceId { get; }
}
