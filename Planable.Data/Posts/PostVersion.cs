using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>An immutable snapshot of everything publishable, with its hash. Deliveries and decisions point here.</summary>
public class PostVersion : Entity, IBelongToWorkspace
{
    PostVersion()
    {
    }

    internal PostVersion(Guid postId, int number, PostContent content, Member by, DateTimeOffset at)
        : this(postId, number, content, by.Id, by.Person.Name, at)
    {
    }

    /// <param name="byId">A member, or the link somebody without an account came by.</param>
    internal PostVersion(Guid postId, int number, PostContent content, Guid byId, string byName, DateTimeOffset at)
    {
        PostId = postId;
        Number = number;
        Json = content.ToJson();
        Hash = content.Hash();
        ById = byId;
        ByName = byName;
        At = at;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public int Number { get; private set; }

    public string Hash { get; private set; } = "";

    public string Json { get; private set; } = "";

    public Guid ById { get; private set; }

    public string ByName { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Whose words it took over, besides those of the one who made it.</summary>
    public string? CreditedTo { get; private set; }

    internal void Credit(string name) => CreditedTo = name == ByName ? null : name;

    public PostContent Content => PostContent.Parse(Json);

    /// <summary>Does the kept content still have the hash it was kept under? Somebody may have changed it past the product.</summary>
    public bool IsGenuine => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Json))) == Hash;
}
