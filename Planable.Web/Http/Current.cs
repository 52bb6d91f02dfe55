using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Web.Http;

/// <summary>Who is asking, and in which workspace. Filled by <see cref="EnterWorkspace"/>; asking outside a workspace is a mistake in the code.</summary>
public sealed class Current
{
    Member? member;
    Workspace? workspace;
    string? root;

    public Member Member => member ?? throw new InvalidOperationException("No workspace was entered.");

    public Workspace Workspace => workspace ?? throw new InvalidOperationException("No workspace was entered.");

    /// <summary>Who really looks, where a member of the team sees a client's screens as <see cref="Member"/> does.</summary>
    public Member? Viewer { get; private set; }

    /// <summary>Null for somebody who came by a link.</summary>
    public Member? Reader => member;

    public bool IsInWorkspace => workspace is not null;

    /// <summary>Root of the workspace's addresses, e.g. "/w/acme"; of the link for somebody who came by one.</summary>
    public string Root => root ?? $"/w/{Workspace.Slug}";

    public bool Can(Permission permission) => member?.Can(permission) == true;

    /// <summary>Somebody came by a link: they see what it shows, below its own address.</summary>
    internal void Visit(Workspace visited, string at) => (workspace, root) = (visited, at);

    /// <summary>A scope within the same request: the same person, the same place.</summary>
    internal void Follow(Current other) => (member, workspace, root, Viewer) = (other.member, other.workspace, other.root, other.Viewer);

    internal void Enter(Member enteredMember, Workspace enteredWorkspace, Member? viewer = null)
    {
        Viewer = viewer;
        member = enteredMember;
        workspace = enteredWorkspace;
    }
}
