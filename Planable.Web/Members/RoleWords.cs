using Planable.Data.Members;

namespace Planable.Web.Members;

/// <summary>Roles and capabilities as people say them; each is a key of the localizer.</summary>
public static class RoleWords
{
    public static string Name(Role role) => role switch
    {
        Role.Owner => "Owner",
        Role.Admin => "Admin",
        Role.Manager => "Manager",
        Role.Writer => "Writer",
        Role.Reviewer => "Reviewer",
        Role.Publisher => "Publisher",
        Role.ClientApprover => "Client, approves",
        Role.ClientViewer => "Client, looks only",
        _ => role.ToString(),
    };

    public static string Purpose(Role role) => role switch
    {
        Role.Owner => "Everything, and may delete the client.",
        Role.Admin => "Everything except deleting the client.",
        Role.Manager => "Runs the client: posts, channels, pauses, the client's people.",
        Role.Writer => "Writes drafts and uploads media.",
        Role.Reviewer => "Reads everything and approves.",
        Role.Publisher => "Writes, edits, schedules and publishes.",
        Role.ClientApprover => "Sees what is shared with the client, comments and approves.",
        Role.ClientViewer => "Sees what is shared with the client.",
        _ => "",
    };

    public static string Name(Permission permission) => permission switch
    {
        Permission.SeeInternal => "See internal posts and notes",
        Permission.WritePosts => "Write posts",
        Permission.EditOthersPosts => "Edit posts of others",
        Permission.DeletePosts => "Delete posts",
        Permission.SchedulePosts => "Schedule posts",
        Permission.PublishPosts => "Publish now",
        Permission.ApprovePosts => "Approve posts",
        Permission.Comment => "Comment",
        Permission.UploadMedia => "Upload media",
        Permission.ConnectChannels => "Connect channels",
        Permission.PausePublishing => "Pause publishing",
        Permission.InviteTeam => "Invite team members",
        Permission.InviteClients => "Invite the client's people",
        Permission.ManageMembers => "Manage members",
        Permission.ManageWorkspace => "Change settings",
        Permission.SeeActivity => "See the activity",
        Permission.DeleteWorkspace => "Delete the client",
        Permission.OverrideBrandRules => "Override brand rules",
        Permission.UnlockApproved => "Unlock approved posts",
        Permission.ShareForReview => "Share posts for review by link",
        Permission.SeeAnalytics => "See the figures of channels and posts",
        Permission.SetGoals => "Set goals and limits",
        _ => permission.ToString(),
    };
}
