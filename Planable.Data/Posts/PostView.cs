using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Reviews;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>Somebody of the client who has a post before their eyes: a member, or a browser with a link.</summary>
/// <param name="Who">The same for the same person or browser.</param>
public sealed record Viewer(string Who, Guid? MemberId, Guid? LinkId, string Name)
{
    public static Viewer Of(Member member, Guid? linkId = null) => new($"{member.Id:N}", member.Id, linkId, member.Person.Name);

    public static Viewer Of(ReviewVisit visit, ReviewLink link) => new($"{visit.Id:N}", null, link.Id, link.Called(visit.Name ?? link.Person ?? "Somebody"));

    public Actor Actor => MemberId is { } member ? new(ActorKind.Member, member, Name) : new(ActorKind.Link, LinkId, Name);
}

/// <summary>
/// That somebody of the client saw a post, and which version last. Said by the page once it is shown, never by fetching an address. Told in the post's history once
/// for each person and version.
/// </summary>
public class PostView : Recorded, IBelongToWorkspace
{
    public const int WhoLength = 32;

    PostView()
    {
    }

    public static PostView Begin(Guid postId, int version, Viewer viewer, DateTimeOffset at)
    {
        var view = new PostView { PostId = postId, Who = viewer.Who, MemberId = viewer.MemberId, LinkId = viewer.LinkId, FirstAt = at };
        view.Take(version, viewer, at);
        return view;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public string Who { get; private set; } = "";

    /// <summary>Null for a browser with a link.</summary>
    public Guid? MemberId { get; private set; }

    /// <summary>Null for somebody who signed in.</summary>
    public Guid? LinkId { get; private set; }

    public string Name { get; private set; } = "";

    public int Version { get; private set; }

    public DateTimeOffset FirstAt { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;

    public void Again(int version, Viewer viewer, DateTimeOffset at)
    {
        if (version > Version)
            Take(version, viewer, at);
        (Name, LastAt) = (viewer.Name, at);
    }

    void Take(int version, Viewer viewer, DateTimeOffset at)
    {
        (Name, Version, LastAt) = (viewer.Name, version, at);
        Record(viewer.Actor, "viewed", at, ("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}

public static class PostViews
{
    /// <summary>The caller saves. Two pages of one person that open at once save the same thing: the second is refused, and nothing is lost.</summary>
    public static async Task See(this PlanableDb db, Guid postId, int version, Viewer viewer, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (await db.PostViews.SingleOrDefaultAsync(v => v.PostId == postId && v.Who == viewer.Who, cancel) is { } view)
            view.Again(version, viewer, at);
        else
            db.PostViews.Add(PostView.Begin(postId, version, viewer, at));
    }
}
