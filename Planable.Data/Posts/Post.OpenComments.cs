using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What the client said and nobody resolved stands in the way of letting a post out, until somebody says "anyway".</summary>
public partial class Post
{
    public const string CommentsOpen = "COMMENTS_OPEN";

    public const string CommentsBlock = "COMMENTS_BLOCK";

    int? openComments;
    int despiteComments;
    Workspace? leaves;

    /// <summary>It is being let out, and nobody has looked yet whether comments are open: saving does.</summary>
    internal bool LeavesUnasked => leaves is not null && openComments is null;

    /// <summary>Threads with the client that nobody resolved. Whoever looks before a verb is refused by the verb; else saving is.</summary>
    public void HasOpenComments(int count) => openComments = count;

    /// <summary>It goes out although so many comments are open. More than they were told of are asked about again.</summary>
    public void GoDespiteComments(int? count) => despiteComments = count ?? 0;

    /// <summary>As saving finds it, for a verb that did not know.</summary>
    internal void MustHaveAnswered(int open) => MustHaveAnswered(open, leaves!);

    void Leave(Workspace workspace)
    {
        leaves = workspace;
        if (openComments is { } open)
            MustHaveAnswered(open, workspace);
    }

    void MustHaveAnswered(int open, Workspace workspace)
    {
        if (open == 0)
            return;
        if (workspace.Approvals.WaitsForComments)
            throw open == 1 ? new RuleBroken(CommentsBlock, "1 comment of the client is open. It has to be resolved before this post goes out.") : new RuleBroken(CommentsBlock, "{0} comments of the client are open. They have to be resolved before this post goes out.", open);
        if (open > despiteComments)
            throw open == 1 ? new RuleBroken(CommentsOpen, "1 open comment – schedule anyway?", open) : new RuleBroken(CommentsOpen, "{0} open comments – schedule anyway?", open);
    }

    /// <summary>For the log: that whoever let it out was told.</summary>
    string? Despite => openComments is > 0 ? openComments.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
}
