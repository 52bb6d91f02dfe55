namespace Planable.Data.Members;

/// <summary>What a member is in a workspace. The order is the order in lists.</summary>
public enum Role
{
    Owner,
    Admin,
    Manager,
    Writer,
    Reviewer,
    Publisher,
    ClientApprover,
    ClientViewer,
}
