using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Tests.Support;

/// <summary>The fixed cast for tests of verbs, without a database.</summary>
public static class A
{
    public const string Berlin = "Europe/Berlin";

    /// <summary>Monday, 23 November 2026, 09:00 in Berlin.</summary>
    public static readonly DateTimeOffset Monday = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static Workspace Workspace()
    {
        var olga = Person("Olga Owner");
        return new Company("Northlight", olga, Monday).OpenWorkspace(olga, "Acme", "acme", Berlin, 0, Monday);
    }

    public static Person Person(string name) => new(name, $"{name.Split(' ')[0].ToLowerInvariant()}@northlight.example", Monday);

    public static Member Member(Role role, Workspace? of = null) => new(of ?? Workspace(), Person($"{role} Person"), role, Monday);

    public static Channel Channel(string name = "Acme Coffee", string network = "practice") =>
        Data.Channels.Channel.Connect(Member(Role.Admin), network, new RemoteAccount(name, name, name, null, null, new Dictionary<string, int>()), "", Monday);

    public static Post Post(Member? by = null, string text = "The autumn roast is here.", params Channel[] channels)
    {
        by ??= Member(Role.Publisher);
        var post = Data.Posts.Post.Draft(by, Workspace(), Monday);
        post.Edit(new PostEdit(text, null, [.. (channels.Length > 0 ? channels : [Channel()]).Select(c => new PostEdit.Target(c, null, null))], []), by, Monday);
        return post;
    }

    /// <summary>A local time in Berlin that comes once.</summary>
    public static PlannedTime Time(int day, int hour, int month = 11, int year = 2026) => PlannedTime.Read(new DateTime(year, month, day, hour, 0, 0), Berlin);
}
