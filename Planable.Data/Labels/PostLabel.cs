namespace Planable.Data.Labels;

/// <summary>A label on a post.</summary>
public class PostLabel : Entity, Workspaces.IBelongToWorkspace
{
    PostLabel()
    {
    }

    internal PostLabel(Guid postId, Label label, Guid? mergedFromId = null)
    {
        PostId = postId;
        LabelId = label.Id;
        Label = label;
        MergedFromId = mergedFromId;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Guid LabelId { get; private set; }

    public Label Label { get; private set; } = null!;

    /// <summary>The removed label that brought it here: bringing that one back takes this away again.</summary>
    public Guid? MergedFromId { get; private set; }
}
