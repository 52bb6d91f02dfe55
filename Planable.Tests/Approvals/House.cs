using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Approvals;

/// <summary>A client with its cast, for verbs without a database.</summary>
sealed class House
{
    public House(Func<ApprovalRules, ApprovalRules>? settle = null, params ApprovalLevel[] levels)
    {
        Workspace = A.Workspace();
        Olga = Member(Role.Owner, "Olga Owner");
        Adam = Member(Role.Admin, "Adam Admin");
        Pia = Member(Role.Publisher, "Pia Publisher");
        Wanda = Member(Role.Writer, "Wanda Writer");
        Ivo = Member(Role.Reviewer, "Ivo Inside");
        Clara = Member(Role.ClientApprover, "Clara Client");
        var flow = new ApprovalFlow(Guid.NewGuid(), "Flow", levels.Length > 0 ? levels : [Level("Team", Any(Role.Reviewer)), Level("Client", Any(Role.ClientApprover))]);
        var rules = new ApprovalRules { IsOn = true, IsRequired = true, Flows = [flow], DefaultFlowId = flow.Id };
        Workspace.SettleApprovals(settle is null ? rules : settle(rules), Olga, A.Monday);
    }

    public Workspace Workspace { get; }

    public List<Member> Everyone { get; } = [];

    public Member Olga { get; }

    public Member Adam { get; }

    public Member Pia { get; }

    public Member Wanda { get; }

    public Member Ivo { get; }

    public Member Clara { get; }

    public Member Member(Role role, string name)
    {
        var member = new Member(Workspace, A.Person(name), role, A.Monday);
        Everyone.Add(member);
        return member;
    }

    public static ApprovalLevel Level(string name, params ApprovalGroup[] groups) => new(Guid.NewGuid(), name, groups, 0, []);

    public static ApprovalGroup Any(params Role[] roles) => new(Guid.NewGuid(), GroupRule.Any, 1, [], roles);

    public static ApprovalGroup Group(GroupRule rule, int needed, params Member[] people) => new(Guid.NewGuid(), rule, needed, [.. people.Select(p => p.Id)], []);

    /// <summary>With a flow that names this house's people.</summary>
    public void Flow(params ApprovalLevel[] levels)
    {
        var flow = new ApprovalFlow(Guid.NewGuid(), "Flow", levels);
        Workspace.SettleApprovals(Workspace.Approvals with { Flows = [flow], DefaultFlowId = flow.Id }, Olga, A.Monday);
    }

    public Post Post(bool dated = true, string text = "The autumn roast is here.")
    {
        var post = Data.Posts.Post.Draft(Wanda, Workspace, A.Monday);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(A.Channel(), null, null)], []), Wanda, A.Monday);
        if (dated)
            post.Plan(A.Time(26, 9), Wanda, A.Monday);
        return post;
    }

    public Post Sent(bool dated = true)
    {
        var post = Post(dated);
        post.RequestApproval(null, Wanda, Everyone, A.Monday);
        return post;
    }

    public static void Approve(Post post, Member by, string? note = null, DateTimeOffset? at = null) =>
        post.Approve(post.Approval!.Current!.Id, post.Content().Hash(), note, by, at ?? A.Monday.AddHours(1));

    public Post Approved(bool dated = true)
    {
        var post = Sent(dated);
        Approve(post, Ivo);
        Approve(post, Clara);
        return post;
    }

    public static void Write(Post post, Member by, string text) =>
        post.Edit(new PostEdit(text, post.Link, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], []), by, A.Monday.AddHours(2));
}
