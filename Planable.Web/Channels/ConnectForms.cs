using System.ComponentModel.DataAnnotations;

namespace Planable.Web.Channels;

public abstract class ConnectForm
{
    /// <summary>The channel to reconnect; null connects a new one.</summary>
    public Guid? Channel { get; set; }
}

public sealed class PracticeForm : ConnectForm
{
    [Display(Name = "Name of the account"), StringLength(80, ErrorMessage = "At most {1} characters.")]
    public string? Name { get; set; }
}

public sealed class MastodonForm : ConnectForm
{
    [Display(Name = "Your server"), Required(ErrorMessage = "Type the name of your server, for example mastodon.social."), StringLength(300, ErrorMessage = "At most {1} characters.")]
    public string? Server { get; set; }
}

public sealed class BlueskyForm : ConnectForm
{
    [Display(Name = "Handle or e-mail address"), Required(ErrorMessage = "Type the handle of the account, for example acme.bsky.social."), StringLength(300, ErrorMessage = "At most {1} characters.")]
    public string? Identifier { get; set; }

    [Display(Name = "App password"), Required(ErrorMessage = "Paste an app password."), StringLength(300, ErrorMessage = "At most {1} characters.")]
    public string? Password { get; set; }

    [Display(Name = "Server"), StringLength(300, ErrorMessage = "At most {1} characters.")]
    public string? Server { get; set; }
}

/// <summary>What stands between here and the network: a page, because our own pages may only send forms to themselves.</summary>
public sealed record LeavePage(Uri Address, string? Channel);

/// <summary>What a sign-in came to when it was not a channel.</summary>
/// <param name="Root">Where the channels are; null if nobody can tell which client this was for.</param>
public sealed record ReturnedPage(string Words, string? Root, string? Again);
