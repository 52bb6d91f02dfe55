using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Certificates;

/// <summary>A certificate as it was issued. Never changed: what is decided later stands in a later one.</summary>
public class Certificate : Recorded, IBelongToWorkspace
{
    Certificate()
    {
    }

    /// <param name="content">Made of the post by <see cref="CertificateWriter"/>.</param>
    public static Certificate Issue(Post post, CertificateContent content, Member by, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        if (content.Decisions.Count == 0)
            throw new RuleBroken("NOTHING_DECIDED", "Nobody has decided about this post yet. A certificate says who did.");
        var json = content.ToJson();
        var certificate = new Certificate { PostId = post.Id, Json = json, Hash = CertificateContent.HashOf(json), At = at, ById = by.Id, ByName = by.Person.Name };
        certificate.Record(by, "certified", at, ("hash", certificate.Hash));
        return certificate;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public string Json { get; private set; } = "";

    /// <summary>Of <see cref="Json"/>; with it anybody may ask whether this was issued here.</summary>
    public string Hash { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public Guid ById { get; private set; }

    public string ByName { get; private set; } = "";

    public CertificateContent Content => CertificateContent.Read(Json)!;

    protected override string Subject => "post";

    protected override Guid SubjectId => PostId;
}
