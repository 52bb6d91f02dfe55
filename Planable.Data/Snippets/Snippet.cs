using System.Text.RegularExpressions;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Snippets;

public enum SnippetKind
{
    /// <summary>Words to start a post with.</summary>
    Template,

    /// <summary>Words a post ends with.</summary>
    Signature,

    Hashtags,

    /// <summary>A value that texts name in braces, such as {client.phone}.</summary>
    Variable,
}

/// <summary>Words that a client's posts use again and again.</summary>
public partial class Snippet : Recorded, IBelongToWorkspace, IRevised
{
    public const int TextLength = 5000;

    Snippet()
    {
    }

    public Snippet(Member by, SnippetKind kind, string name, string text, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        Kind = kind;
        Write(name, text);
        CreatedAt = at;
        Record(by, "created", at, ("kind", kind.ToString()), ("name", Name));
    }

    public Guid WorkspaceId { get; private set; }

    public SnippetKind Kind { get; private set; }

    /// <summary>Of a variable as texts name it, without braces.</summary>
    public string Name { get; private set; } = "";

    /// <summary>See <see cref="Label.Key"/>; one name in each kind.</summary>
    public string Key { get; private set; } = "";

    public string Text { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "snippet";

    public static string KeyOf(SnippetKind kind, string name) => $"{kind}:{Label.KeyOf(name)}";

    public void Edit(string name, string text, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        var before = (Name, Text);
        Write(name, text);
        if (before != (Name, Text))
            Record(by, "edited", at, ("kind", Kind.ToString()), ("name", Name));
    }

    /// <summary>The caller takes the row away.</summary>
    public void Remove(Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        Record(by, "removed", at, ("kind", Kind.ToString()), ("name", Name));
    }

    void Write(string name, string text)
    {
        var clean = Kind == SnippetKind.Variable ? name.Trim().Trim('{', '}').ToLowerInvariant() : Label.Clean(name);
        if (clean.Length is 0 or > Label.NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", Label.NameLength);
        if (Kind == SnippetKind.Variable && !VariableNames().IsMatch(clean))
            throw new RuleBroken("VARIABLE_NAME", "A variable is called like client.phone: two or more words of small letters, digits and _, with dots between them.");
        var words = text.Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        if (words.Length is 0 or > TextLength)
            throw new RuleBroken("TEXT_LENGTH", "Write up to {0} characters.", TextLength);
        Name = clean;
        Key = KeyOf(Kind, clean);
        Text = words;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$")]
    private static partial Regex VariableNames();
}
