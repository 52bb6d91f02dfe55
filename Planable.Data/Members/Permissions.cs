namespace Planable.Data.Members;

public enum Permission
{
    SeeInternal,
    WritePosts,
    EditOthersPosts,
    DeletePosts,
    SchedulePosts,
    PublishPosts,
    ApprovePosts,
    Comment,
    UploadMedia,
    ConnectChannels,
    PausePublishing,
    InviteTeam,
    InviteClients,
    ManageMembers,
    ManageWorkspace,
    SeeActivity,
    DeleteWorkspace,
    OverrideBrandRules,

    /// <summary>Lets what was approved be changed.</summary>
    UnlockApproved,

    /// <summary>Shows posts to people without an account.</summary>
    ShareForReview,

    /// <summary>The figures of channels and posts.</summary>
    SeeAnalytics,

    /// <summary>Sets goals and limits, and chooses competitors to compare with.</summary>
    SetGoals,
}

/// <summary>The one table of who may do what. Verbs ask it, buttons ask it, pages ask it.</summary>
public static class Permissions
{
    static readonly Permission[] Client = [Permission.Comment, Permission.SeeAnalytics];

    static readonly Permission[] Team = [Permission.SeeInternal, Permission.Comment, Permission.SeeActivity, Permission.SeeAnalytics];

    // Scheduling reaches a writer's own posts only: see Post.Schedule.
    static readonly Permission[] Writer = [.. Team, Permission.WritePosts, Permission.SchedulePosts, Permission.UploadMedia];

    static readonly Permission[] Publisher = [.. Writer, Permission.EditOthersPosts, Permission.PublishPosts, Permission.ShareForReview, Permission.SetGoals];

    static readonly Permission[] Manager =
    [
        .. Publisher, Permission.DeletePosts, Permission.ApprovePosts, Permission.InviteClients, Permission.PausePublishing, Permission.ConnectChannels,
        Permission.OverrideBrandRules, Permission.UnlockApproved,
    ];

    static readonly Permission[] Admin = [.. Manager, Permission.InviteTeam, Permission.ManageMembers, Permission.ManageWorkspace];

    static readonly Dictionary<Role, HashSet<Permission>> Table = new()
    {
        [Role.Owner] = [.. Admin, Permission.DeleteWorkspace],
        [Role.Admin] = [.. Admin],
        [Role.Manager] = [.. Manager],
        [Role.Writer] = [.. Writer],
        [Role.Reviewer] = [.. Team, Permission.ApprovePosts],
        [Role.Publisher] = [.. Publisher],
        [Role.ClientApprover] = [.. Client, Permission.ApprovePosts],
        [Role.ClientViewer] = [Permission.SeeAnalytics],
    };

    /// <summary>What no switch can give: a client never sees internal things, and only an owner deletes the workspace.</summary>
    static readonly HashSet<Permission> NeverSwitched = [Permission.SeeInternal, Permission.DeleteWorkspace];

    /// <summary>What reaches every channel of a client at once, or opens it to others: nobody does it who is limited to some.</summary>
    static readonly HashSet<Permission> OfAllChannels =
    [
        Permission.ConnectChannels, Permission.PausePublishing, Permission.InviteTeam, Permission.InviteClients, Permission.ManageMembers, Permission.ManageWorkspace, Permission.SeeActivity,
        Permission.DeleteWorkspace, Permission.ShareForReview,
    ];

    public static bool NeedsAllChannels(this Permission permission) => OfAllChannels.Contains(permission);

    /// <summary>May a member with this role be limited to some channels?</summary>
    public static bool CanBeLimited(this Role role) => !role.Allows(Permission.ManageMembers);

    public static bool Allows(this Role role, Permission permission) => Table[role].Contains(permission);

    public static bool IsClient(this Role role) => role is Role.ClientApprover or Role.ClientViewer;

    /// <summary>May an administrator switch this on or off for one member, apart from the role?</summary>
    public static bool CanBeSwitched(this Role role, Permission permission) =>
        !NeverSwitched.Contains(permission) && role != Role.Owner
        && (!role.IsClient() || permission is Permission.Comment or Permission.ApprovePosts or Permission.UploadMedia or Permission.SeeAnalytics);
}
