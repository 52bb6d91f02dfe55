namespace Planable.Web.Shared;

/// <summary>What the frame around every signed-in page shows.</summary>
/// <param name="Theme"><c>light</c>, <c>dark</c> or <c>system</c>.</param>
/// <param name="CanWrite">May write posts for the current client, or for any where no client is open.</param>
/// <param name="HeldMail">Mails to the open client's conversations that wait for somebody's look.</param>
public sealed record ShellModel(
    string CompanyName,
    IReadOnlyList<ShellClient> Clients,
    ShellClient? Current,
    string PersonName,
    string Theme,
    int UnreadNotices,
    bool CanWrite,
    ShellPause? Pause = null,
    bool OwnsCompany = false,
    int Approvals = 0,
    bool Shortcuts = true,
    int HeldMail = 0);

/// <summary>Nothing goes out for the open client: who stopped it, and why.</summary>
public sealed record ShellPause(Data.Publishing.Pause Pause, bool IsWholeCompany);

/// <summary>A client in the rail.</summary>
/// <param name="Colour">0 to 11, see <c>data-client-colour</c> in base.css.</param>
/// <param name="Approvals">How many of its posts wait for this person's decision.</param>
/// <param name="IsOwnBrand">The person belongs to the client and not to the team.</param>
/// <param name="Attention">How much of this client waits for the person who looks.</param>
public sealed record ShellClient(string Slug, string Name, int Colour, int Attention, bool IsPractice = false, int Approvals = 0, bool IsOwnBrand = false)
{
    public string Href => $"/w/{Slug}/{(IsOwnBrand ? "home" : "calendar")}";
}

/// <summary>Gathers the frame for the signed-in person and the entered workspace, once a request.</summary>
public abstract class ShellModelSource
{
    public abstract Task<ShellModel> Get(CancellationToken cancel);
}
