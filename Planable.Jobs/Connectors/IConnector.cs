using Planable.Data.Demographics;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors;

/// <summary>
/// One network's side of publishing, in four acts. The engine commits an armed marker before <see cref="Send"/> and never repeats
/// it by itself; after a crash or a lost answer it asks <see cref="Find"/>. Every act reports trouble by throwing <see cref="ConnectorFailure"/>.
/// </summary>
public interface IConnector
{
    /// <summary>The key of the network's data file, e.g. "mastodon".</summary>
    string Network { get; }

    /// <summary>Uploads and look-ups: repeatable and invisible to the network's readers. What it returns is stored and handed to the other acts.</summary>
    Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel);

    /// <summary>The one mutating call. A lost answer must be thrown as <see cref="FailureClass.UnknownOutcome"/>, a refused connection as Transient.</summary>
    Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel);

    /// <summary>Polls a receipt that is pending; returns a final one or a pending one again.</summary>
    Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel) => Task.FromResult(pending);

    /// <summary>Reads the network back: did this post go out?</summary>
    Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel);

    /// <summary>As <see cref="Prepare"/>, for a comment below a post of the account.</summary>
    Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Task.FromResult(Prepared.Nothing);

    /// <summary>As <see cref="Send"/>: the one call that writes the comment. Networks whose data file counts no "firstComment" are never asked.</summary>
    Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.Permanent, "no-comments", "Planable cannot write comments on this network.");

    /// <summary>As <see cref="Find"/>: did this comment go out?</summary>
    Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) =>
        Task.FromResult<Finding>(new Finding.CannotTell("The network shows nothing to go by."));

    /// <summary>False where the network lets no app remove posts; <see cref="Delete"/> then says why.</summary>
    bool CanDelete => true;

    /// <summary>Removes a published post. Removing one that is gone already succeeds.</summary>
    Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel);

    /// <summary>Asks the network whether the account can still be used; throws if not. Returns name and picture as they are now.</summary>
    Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel);

    /// <summary>Trades the refresh token for new secrets. Called under a lock per channel. Networks without refresh throw ReauthRequired.</summary>
    Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel);
}

/// <summary>A network whose accounts are connected by going there and coming back (OAuth 2 authorization code).</summary>
public interface IConnectByOAuth
{
    /// <summary>Where to send the browser. <paramref name="server"/> is what the person typed for networks with many servers, else null.</summary>
    /// <returns>The address, and what <see cref="Complete"/> will need (kept encrypted by the caller for this sign-in only).</returns>
    Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel);

    /// <returns>The accounts this sign-in may publish as: one, or several to choose from (pages, boards' owners, locations). Never none.</returns>
    /// <exception cref="ConnectorFailure">Permanent, e.g. no-accounts; ReauthRequired, scope-missing.</exception>
    Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel);
}

/// <summary>A network whose accounts are connected with what a person pastes into a form: a bot token, the address of a webhook.</summary>
public interface IConnectByForm
{
    IReadOnlyList<ConnectField> Fields { get; }

    /// <param name="values">By name of the field; every required one is there.</param>
    /// <exception cref="ConnectorFailure">Its code may be the name of the field it is about, with "-refused" behind it.</exception>
    Task<IReadOnlyList<ConnectedAccount>> SignIn(IReadOnlyDictionary<string, string> values, CancellationToken cancel);
}

/// <param name="Name">Lasting name of the value, also of the form's input.</param>
/// <param name="Hint">One sentence: where the person finds it.</param>
/// <param name="IsSecret">Shown as dots and never filled in again.</param>
public sealed record ConnectField(string Name, string Label, string Hint, string Placeholder = "", bool IsSecret = false, bool IsRequired = true);

/// <summary>A network where a published post can be changed.</summary>
public interface IEditPosts
{
    /// <summary>Changes the words of a published post to those of <paramref name="post"/>; repeatable.</summary>
    Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel);

    /// <summary>Why posts of this shape keep their words all the same, in a sentence; null if they do not.</summary>
    /// <param name="format">As a person chose it; null lets the content tell.</param>
    string? WhyFixed(PostType? format, int files) => format == PostType.Poll ? "Polls cannot be changed once they are out." : null;

    /// <summary>The title can be changed too.</summary>
    bool ChangesTitle => false;
}

/// <summary>A network that can be told to forget the permission it gave.</summary>
public interface IRevoke
{
    /// <summary>The network forgets the person who signed in, and with them every channel they connected here.</summary>
    bool EndsWholeSignIn => false;

    /// <summary>Revoking what is revoked already succeeds.</summary>
    Task Revoke(ChannelAccount account, CancellationToken cancel);
}

/// <summary>A network with settings whose choices only the account knows: boards, subreddit flairs, channels of a server.</summary>
public interface IListChoices
{
    /// <param name="setting">Key of a setting of the network's data file with an empty list of choices.</param>
    Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel);

    /// <param name="chosen">What is chosen already, where a list depends on it: the flairs of a community, the sections of a board.</param>
    Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, IReadOnlyDictionary<string, string> chosen, CancellationToken cancel) => Choices(account, setting, cancel);
}

/// <summary>A network that tells how much of its quotas an account has used, whoever published.</summary>
public interface ITellQuotas
{
    /// <returns>Empty if this account may not ask.</returns>
    Task<IReadOnlyList<QuotaReading>> Quotas(ChannelAccount account, CancellationToken cancel);
}

/// <summary>A network in which people or pages can be looked up, to be mentioned.</summary>
public interface IFindPeople
{
    /// <summary>One answer holds everybody, whatever the words: it is searched here.</summary>
    bool GivesAll => false;

    /// <summary>Some ways to connect an account let nobody be looked up; <see cref="FindsBy"/> tells which.</summary>
    bool DependsOnSignIn => false;

    bool FindsBy(ChannelAccount account) => true;

    /// <param name="words">The beginning of a name, or a whole handle.</param>
    Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel);
}

/// <param name="Handle">As it stands in a text, without @ and without blanks.</param>
public sealed record FoundPerson(string Handle, string Id, string Name);

/// <summary>A network in which places can be looked up, to be named in a post.</summary>
public interface IFindPlaces
{
    Task<IReadOnlyList<FoundPlace>> Places(ChannelAccount account, string words, CancellationToken cancel);
}

/// <param name="Where">Street and town, as far as the network tells.</param>
public sealed record FoundPlace(string Id, string Name, string? Where);

/// <summary>A network that tells figures.</summary>
public interface IReadMetrics
{
    /// <returns>What the network tells of the post now, all time, by <see cref="MetricName"/>; what it does not tell is not there, and is never 0 instead.</returns>
    Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel);

    /// <returns>Followers as they are now and, where the network tells days, those of <paramref name="day"/> (UTC).</returns>
    Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel);
}

/// <summary>A network that tells of any public account what everybody sees.</summary>
public interface IReadProfiles
{
    /// <param name="account">Whose sign-in asks.</param>
    /// <exception cref="ConnectorFailure">Permanent: there is no such account, or it shows nothing to others.</exception>
    Task<PublicProfile> Profile(ChannelAccount account, string handle, CancellationToken cancel);
}

/// <param name="Followers">Null where they are hidden.</param>
public sealed record PublicProfile(string Name, string? Address, long? Followers, long? Posts);

/// <summary>A network that tells who follows an account, or who watches it.</summary>
public interface IReadDemographics
{
    /// <param name="until">The newest day that is counted completely (UTC), for networks that tell it of a stretch of days.</param>
    /// <returns>By age, country or language, as far as the network tells them; what it does not tell is not there.</returns>
    Task<IReadOnlyList<ToldDemographics>> Demographics(ChannelAccount account, DateOnly until, CancellationToken cancel);
}

/// <summary>A network whose accounts are connected with a name and an app password.</summary>
public interface IConnectByPassword
{
    Task<ConnectedAccount> SignIn(string server, string identifier, string password, CancellationToken cancel);
}

/// <param name="Keep">Client id, client secret, code verifier, server: whatever Complete needs.</param>
public sealed record OAuthStart(Uri Address, IReadOnlyDictionary<string, string> Keep);

/// <param name="RemoteId">The account's lasting id at the network.</param>
/// <param name="Handle">What people type to find it, without a leading @.</param>
/// <param name="Server">Origin of the server for networks with many, e.g. "https://mastodon.social".</param>
/// <param name="Limits">Limits the server itself reports; they replace those of the network's data file. Keys as in the data file.</param>
public sealed record ConnectedAccount(string RemoteId, string Name, string Handle, string? AvatarUrl, string? Server, ChannelSecrets Secrets, IReadOnlyDictionary<string, int> Limits);

/// <summary>What the engine hands a connector about the channel. Secrets are decrypted for the duration of the call only.</summary>
public sealed record ChannelAccount(Guid ChannelId, string RemoteId, string Handle, string? Server, ChannelSecrets Secrets, IReadOnlyDictionary<string, int> Limits);

public sealed record AccountProfile(string Name, string Handle, string? AvatarUrl);

/// <summary>Tokens and keys of one channel, by name. Prints nothing of them.</summary>
public sealed record ChannelSecrets(IReadOnlyDictionary<string, string> Values, DateTimeOffset? ExpiresAt = null)
{
    public string this[string name] => Values[name];

    public string? Find(string name) => Values.GetValueOrDefault(name);

    /// <summary>Half of what is left of their life; null if they do not expire.</summary>
    public DateTimeOffset? RenewAt(DateTimeOffset now) => ExpiresAt is { } end ? now + ((end - now) / 2) : null;

    public ChannelSecrets With(string name, string value) =>
        this with { Values = new Dictionary<string, string>(Values, StringComparer.Ordinal) { [name] = value } };

    public override string ToString() => $"{Values.Count} secrets";
}

/// <summary>One delivery as a connector sees it: an immutable version of one variant on its way to one channel.</summary>
/// <param name="Key">Lasting id of the delivery: the idempotency key, and the source of record keys.</param>
/// <param name="Link">The address of the link card, if the post has one and no media.</param>
/// <param name="CreatedAt">When the delivery was made: stable over retries, for record keys that carry time.</param>
/// <param name="ArmedAt">When the first mutating call was armed; null before. Find looks from here on.</param>
/// <param name="Settings">Per-network settings the person chose, e.g. "visibility"; "title" where the network's posts have one.</param>
public sealed record OutgoingPost(Guid Key, ChannelAccount Account, string Text, IReadOnlyList<OutgoingMedia> Media, string? Link, string? Language, DateTimeOffset CreatedAt, DateTimeOffset? ArmedAt, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>For networks that want one beside the text; null if none was written.</summary>
    public string? Title { get; init; }

    /// <summary>The text is its question; null if the post is none.</summary>
    public PollContent? Poll { get; init; }

    /// <summary>Whom @names in the text mean, as far as somebody chose them from the network's people.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Which part of a thread this is, from 0.</summary>
    public int Part { get; init; }

    public int PartCount { get; init; } = 1;

    /// <summary>The remote ids of the parts before it; empty for the first, and for what is no thread.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>The shape a person chose; null lets the content tell (<see cref="EffectiveType"/>).</summary>
    public PostType? Type { get; init; }

    public PostType EffectiveType => Type ?? this switch
    {
        { Poll: not null } => PostType.Poll,
        { PartCount: > 1 } => PostType.Thread,
        { Media: var media } when media.Any(m => !m.IsImage && !m.IsVideo) => PostType.Document,
        { Media: [{ IsVideo: true }] } => PostType.Video,
        { Media.Count: > 1 } => PostType.Carousel,
        { Media.Count: 1 } => PostType.Image,
        { Link: not null } => PostType.Link,
        _ => PostType.Text,
    };
}

/// <summary>A comment of the account below a post of its own.</summary>
/// <param name="Key">Lasting id of the comment: the idempotency key, and the source of record keys.</param>
/// <param name="Post">The remote ids of the post: one, or those of all parts of a thread in order.</param>
/// <param name="Number">Which comment below this post, from 1.</param>
/// <param name="Link">The first address in the text.</param>
/// <param name="CreatedAt">Stable over retries.</param>
/// <param name="ArmedAt">When the call was armed first; null before. FindComment looks from here on.</param>
/// <param name="Settings">Those of the post.</param>
public sealed record OutgoingComment(Guid Key, ChannelAccount Account, IReadOnlyList<string> Post, int Number, string Text, string? Link, string? Language, DateTimeOffset CreatedAt, DateTimeOffset? ArmedAt, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>For networks where a comment is a post that answers another.</summary>
    public OutgoingPost AsAnswer() => new(Key, Account, Text, [], Link, Language, CreatedAt, ArmedAt, Settings) { Part = Post.Count, PartCount = Post.Count + 1, Before = Post };
}

/// <param name="Open">Opens the bytes afresh at each call.</param>
/// <param name="Alt">Alternative text, empty if none.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="Address">Where a network that fetches files itself finds it, for some hours; null if this installation has no public address.</param>
public sealed record OutgoingMedia(Guid Id, string FileName, string ContentType, long Bytes, int Width, int Height, string Alt, Func<CancellationToken, Task<Stream>> Open, string Sha256 = "", Uri? Address = null)
{
    public bool IsVideo => ContentType.StartsWith("video/", StringComparison.Ordinal);

    public bool IsImage => ContentType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>Opens a JPEG of the video, for networks that want one beside it; null for pictures and where there is none.</summary>
    public Func<CancellationToken, Task<Stream>>? Still { get; init; }

    /// <summary>The still a person chose for a video, a JPEG; null lets the network choose, or it takes none.</summary>
    public OutgoingCover? Cover { get; init; }

    /// <summary>People on the file, at their places on what is sent; none where the network takes none.</summary>
    public IReadOnlyList<PersonTag> People { get; init; } = [];

    /// <summary>What is said in a video, in the kind of file the network takes; null without, or where it takes none.</summary>
    public OutgoingSubtitles? Subtitles { get; init; }
}

/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
public sealed record OutgoingCover(string Sha256, long Bytes, Func<CancellationToken, Task<Stream>> Open)
{
    /// <summary>The moment of the video as it is sent; null if the still lies outside of it.</summary>
    public TimeSpan? At { get; init; }
}

/// <param name="Language">BCP 47, e.g. "de".</param>
public sealed record OutgoingSubtitles(string Language, string ContentType, string Text);

/// <summary>What Prepare produced: ids of uploads and the like, by name. Stored with the delivery, never secret.</summary>
public sealed record Prepared(IReadOnlyDictionary<string, string> Values)
{
    public static Prepared Nothing { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));
}

/// <param name="RemoteId">The post's id at the network.</param>
/// <param name="Permalink">Where people see it; null while pending.</param>
/// <param name="IsPending">The network has accepted but not published yet: Confirm will be called with this receipt.</param>
public sealed record Receipt(string RemoteId, string? Permalink, bool IsPending = false);

/// <summary>Answer of a read-back: it is there, it is surely not there, or the network cannot tell.</summary>
public abstract record Finding
{
    public sealed record Published(Receipt Receipt) : Finding;

    /// <summary>Surely not published: sending again is safe.</summary>
    public sealed record Absent : Finding;

    /// <summary>Cannot be told from what the network shows: a person decides.</summary>
    public sealed record CannotTell(string Why) : Finding;
}

/// <summary>The only exception a connector throws about its network.</summary>
public sealed class ConnectorFailure(Failure failure, Exception? inner = null) : Exception(failure.Words, inner)
{
    public ConnectorFailure(FailureClass @class, string code, string words, TimeSpan? retryAfter = null, Exception? inner = null)
        : this(new Failure(@class, code, words, retryAfter), inner)
    {
    }

    public Failure Failure { get; } = failure;
}
