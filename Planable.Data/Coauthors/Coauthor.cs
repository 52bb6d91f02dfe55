using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Coauthors;

/// <summary>A page on which somebody has a post open, and where in it they are.</summary>
public class Coauthor : Entity, IBelongToWorkspace
{
    public const int PageLength = 36;
    public const int PlaceLength = 120;

    /// <summary>Who was not heard of for so long is gone: a lost line, a closed lid.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    Coauthor()
    {
    }

    public Coauthor(Guid postId, string page, Member member, DateTimeOffset at)
    {
        PostId = postId;
        Page = page;
        MemberId = member.Id;
        SeenAt = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    /// <summary>Made up by the page when it opens.</summary>
    public string Page { get; private set; } = "";

    public Guid MemberId { get; private set; }

    public Member Member { get; private set; } = null!;

    /// <summary>The field with the focus, by its id.</summary>
    public string Place { get; private set; } = "";

    public int Start { get; private set; }

    public int End { get; private set; }

    public DateTimeOffset SeenAt { get; private set; }
}
