using Planable.Data;
using Planable.Data.Members;
using Planable.Tests.Support;

namespace Planable.Tests.Members;

public class PermissionsTests
{
    /// <summary>The promise, written out again by hand: W is the role's own, s can be switched on, a dash is never.</summary>
    const string Table = """
        .                Owner Admin Manager Writer Reviewer Publisher ClientApprover ClientViewer
        SeeInternal      W     W     W       W      W        W         -              -
        WritePosts       W     W     W       W      s        W         -              -
        EditOthersPosts  W     W     W       s      s        W         -              -
        DeletePosts      W     W     W       s      s        s         -              -
        SchedulePosts    W     W     W       W      s        W         -              -
        PublishPosts     W     W     W       s      s        W         -              -
        ApprovePosts     W     W     W       s      W        s         W              s
        Comment          W     W     W       W      W        W         W              s
        UploadMedia      W     W     W       W      s        W         s              s
        ConnectChannels  W     W     W       s      s        s         -              -
        PausePublishing  W     W     W       s      s        s         -              -
        InviteTeam       W     W     s       s      s        s         -              -
        InviteClients    W     W     W       s      s        s         -              -
        ManageMembers    W     W     s       s      s        s         -              -
        ManageWorkspace  W     W     s       s      s        s         -              -
        SeeActivity      W     W     W       W      W        W         -              -
        DeleteWorkspace  W     -     -       -      -        -         -              -
        OverrideBrandRules W   W     W       s      s        s         -              -
        UnlockApproved   W     W     W       s      s        s         -              -
        ShareForReview   W     W     W       s      s        W         -              -
        SeeAnalytics     W     W     W       W      W        W         W              W
        SetGoals         W     W     W       s      s        W         -              -
        """;

    public static IEnumerable<TheoryDataRow<Role, Permission, char>> Cells()
    {
        var lines = Table.Split('\n', StringSplitOptions.TrimEntries).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return lines.Skip(1).SelectMany(line => line.Skip(1).Select((cell, column) => new TheoryDataRow<Role, Permission, char>(Enum.Parse<Role>(lines[0][column + 1]), Enum.Parse<Permission>(line[0]), cell[0])));
    }

    [Fact]
    public void The_table_speaks_of_every_role_and_every_permission() =>
        Assert.Equal(Enum.GetValues<Role>().Length * Enum.GetValues<Permission>().Length, Cells().Count());

    [Theory, MemberData(nameof(Cells))]
    public void A_role_has_what_the_table_says_and_switches_add_only_what_it_allows(Role role, Permission permission, char cell)
    {
        var workspace = A.Workspace();
        var owner = A.Member(Role.Owner, workspace);
        var member = A.Member(role, workspace);
        Assert.Equal(cell == 'W', member.Can(permission));
        if (cell == 's')
        {
            member.Switch(permission, true, owner, A.Monday);
            Assert.True(member.Can(permission));
        }
        else if (cell == '-')
        {
            Assert.Throws<RuleBroken>(() => member.Switch(permission, true, owner, A.Monday));
            Assert.False(member.Can(permission));
        }
    }

    [Fact]
    public void A_capability_taken_stays_taken_until_it_is_given_back()
    {
        var workspace = A.Workspace();
        var (owner, pia) = (A.Member(Role.Owner, workspace), A.Member(Role.Publisher, workspace));
        pia.Switch(Permission.PublishPosts, false, owner, A.Monday);
        Assert.False(pia.Can(Permission.PublishPosts));
        Assert.Throws<NotAllowed>(() => pia.Must(Permission.PublishPosts));
        pia.Switch(Permission.PublishPosts, true, owner, A.Monday);
        Assert.True(pia.Can(Permission.PublishPosts));
    }

    [Fact]
    public void Nobody_gives_what_they_do_not_have()
    {
        var workspace = A.Workspace();
        var (owner, manager, wanda) = (A.Member(Role.Owner, workspace), A.Member(Role.Manager, workspace), A.Member(Role.Writer, workspace));
        manager.Switch(Permission.ManageMembers, true, owner, A.Monday);
        Assert.Throws<NotAllowed>(() => wanda.Switch(Permission.ManageWorkspace, true, manager, A.Monday));
    }

    [Fact]
    public void The_last_owner_stays_owner()
    {
        var workspace = A.Workspace();
        var (olga, adam) = (A.Member(Role.Owner, workspace), A.Member(Role.Admin, workspace));
        Assert.Equal("LAST_OWNER", Assert.Throws<RuleBroken>(() => olga.ChangeRole(Role.Admin, olga, [olga, adam], A.Monday)).Code);
        Assert.Equal("LAST_OWNER", Assert.Throws<RuleBroken>(() => olga.Leave(olga, [olga, adam], null, A.Monday)).Code);
        adam.ChangeRole(Role.Owner, olga, [olga, adam], A.Monday);
        olga.ChangeRole(Role.Admin, olga, [olga, adam], A.Monday);
        Assert.Equal(Role.Admin, olga.Role);
    }

    [Fact]
    public void An_admin_neither_makes_nor_unmakes_owners()
    {
        var workspace = A.Workspace();
        var (olga, adam) = (A.Member(Role.Owner, workspace), A.Member(Role.Admin, workspace));
        Assert.Throws<NotAllowed>(() => adam.ChangeRole(Role.Owner, adam, [olga, adam], A.Monday));
        Assert.Throws<NotAllowed>(() => olga.ChangeRole(Role.Writer, adam, [olga, adam], A.Monday));
        Assert.Throws<NotAllowed>(() => olga.Leave(adam, [olga, adam], null, A.Monday));
    }
}
