using Planable.Data.Channels;

namespace Planable.Web.Channels;

/// <summary>What a network asks of people before an account of it can be connected, in words. Sentences are localized where they are shown.</summary>
/// <param name="Needs">One line for the list of networks.</param>
/// <param name="SignIn">What happens on the way there.</param>
public sealed record ConnectGuide(string Needs, string SignIn)
{
    static readonly Dictionary<string, ConnectGuide> Guides = new(StringComparer.Ordinal)
    {
        ["facebook"] = new("Pages you manage", "You sign in at Facebook, allow Planable to publish, and choose one or more of the Pages you manage."),
        ["instagram"] = new("Professional account with a Facebook Page", "You sign in at Facebook and choose the Instagram accounts that belong to your Pages. The account must be a business or creator account."),
        ["instagram-standalone"] = new("Professional account without a Page", "You sign in at Instagram itself. The account must be a business or creator account."),
        ["threads"] = new("Any Threads profile", "You sign in at Threads and allow Planable to publish for the profile."),
        ["x"] = new("Any X account", "You sign in at X and allow Planable to post for the account."),
        ["linkedin"] = new("Your personal profile", "You sign in at LinkedIn and allow Planable to post for your own profile. The permission holds 60 days and is renewed before that where LinkedIn allows it."),
        ["linkedin-page"] = new("Pages you administer", "You sign in at LinkedIn as an administrator of the Page, and choose one or more Pages."),
        ["tiktok"] = new("Any TikTok account", "You sign in at TikTok and allow Planable to post videos and photos for the account."),
        ["youtube"] = new("A channel of your Google account", "You sign in at Google, choose the YouTube channel, and allow Planable to upload videos to it."),
        ["google-business"] = new("Locations you manage", "You sign in at Google and choose the locations whose profile should get the posts."),
        ["pinterest"] = new("Business or personal account", "You sign in at Pinterest and allow Planable to create Pins on your boards."),
        ["reddit"] = new("Any Reddit account", "You sign in at Reddit and allow Planable to submit for the account. Which subreddit a post goes to is chosen with the post."),
        ["dribbble"] = new("Account that may upload shots", "You sign in at Dribbble and allow Planable to upload shots."),
        ["telegram"] = new("Bot in a channel or group", "A bot of yours posts into the channel. You make one in two minutes and paste its token."),
        ["discord"] = new("Bot or webhook of a server", "A bot of yours, or a webhook, posts into a channel of the server."),
        ["slack"] = new("A workspace's channel", "You sign in at Slack, choose the workspace, and allow Planable to post into its channels."),
        ["mastodon"] = new("Any server; you sign in there", ""),
        ["bluesky"] = new("Handle with app password", ""),
        ["practice"] = new("Nothing leaves the house", ""),
    };

    public static ConnectGuide Of(string network) => Guides[network];
}

/// <summary>How whoever runs the installation gets an app of their own at a network.</summary>
/// <param name="Developers">Where the network's developer pages are.</param>
/// <param name="Steps">In order; the address people come back to is shown beside them.</param>
/// <param name="Scopes">What the app asks accounts for.</param>
public sealed record AppGuide(string Key, string Name, Uri Developers, IReadOnlyList<string> Steps, string Scopes)
{
    static readonly AppGuide[] Guides =
    [
        new("facebook", "Meta (Facebook and Instagram)", new("https://developers.facebook.com/apps"),
            [
                "Create an app of the type Business.", "Add the product Facebook Login for Business and put the address below into its valid redirect addresses.",
                "Ask for advanced access to the permissions below; Meta reviews the app before it may serve accounts of other people.", "Copy App ID and App secret from Settings, Basic.",
            ],
            "pages_show_list, business_management, pages_manage_posts, pages_manage_engagement, pages_read_engagement, read_insights, instagram_basic, instagram_content_publish, instagram_manage_comments, instagram_manage_insights"),
        new("instagram-standalone", "Instagram", new("https://developers.facebook.com/apps"),
            ["Create an app and add the product Instagram with Instagram login.", "Put the address below into its redirect addresses.", "Copy Instagram app ID and Instagram app secret."],
            "instagram_business_basic, instagram_business_content_publish, instagram_business_manage_comments, instagram_business_manage_insights"),
        new("threads", "Threads", new("https://developers.facebook.com/apps"),
            ["Create an app with the use case Access the Threads API.", "Put the address below into its redirect callback addresses.", "Copy Threads app ID and Threads app secret."],
            "threads_basic, threads_content_publish, threads_manage_replies, threads_manage_insights"),
        new("x", "X", new("https://developer.x.com/en/portal/dashboard"),
            ["Create a project with an app.", "In its user authentication settings choose Web App and read and write, and put the address below into the callback addresses.", "Copy client ID and client secret of OAuth 2.0."],
            "tweet.read, tweet.write, users.read, media.write, offline.access"),
        new("linkedin", "LinkedIn", new("https://www.linkedin.com/developers/apps"),
            ["Create an app and have it verified for your LinkedIn Page.", "Add the products Share on LinkedIn, Sign In with LinkedIn and, for Pages, Community Management.", "Put the address below into its authorized redirect addresses.", "Copy client ID and client secret."],
            "openid, profile, w_member_social, r_organization_social, w_organization_social, rw_organization_admin"),
        new("tiktok", "TikTok", new("https://developers.tiktok.com/apps"),
            ["Create an app and add Login Kit and Content Posting API with direct post.", "Put the address below into the redirect addresses, and verify the domain of this installation, so that TikTok fetches photos from it.", "Until TikTok has audited the app, posts are visible to the account alone.", "Copy client key and client secret."],
            "user.info.basic, user.info.profile, user.info.stats, video.list, video.publish, video.upload"),
        new("google", "Google (YouTube and Business Profile)", new("https://console.cloud.google.com/apis/credentials"),
            ["Create a project; switch on YouTube Data API, YouTube Analytics API and the Business Profile APIs.", "Set up the consent screen and publish it: in testing, permissions end after seven days.", "Create an OAuth client of the type Web application with the address below among its redirect addresses.", "Copy client ID and client secret."],
            "youtube.upload, youtube.readonly, youtube.force-ssl, yt-analytics.readonly, business.manage"),
        new("pinterest", "Pinterest", new("https://developers.pinterest.com/apps"),
            ["Create an app and ask for standard access: with trial access only you see the Pins.", "Put the address below into its redirect addresses.", "Copy App ID and App secret key."],
            "boards:read, boards:write, pins:read, pins:write, user_accounts:read"),
        new("reddit", "Reddit", new("https://www.reddit.com/prefs/apps"),
            ["Create an app of the type web app with the address below as its redirect address.", "Ask Reddit to approve it for the Data API.", "Copy the id under its name, and the secret."],
            "identity, submit, read, flair, history, edit"),
        new("slack", "Slack", new("https://api.slack.com/apps"),
            ["Create an app.", "Under OAuth and Permissions put the address below into the redirect addresses and add the scopes.", "Copy client ID and client secret from Basic Information."],
            "chat:write, channels:read, channels:join, groups:read, files:write, users:read"),
        new("dribbble", "Dribbble", new("https://dribbble.com/account/applications"),
            ["Register an application with the address below as callback.", "Ask Dribbble for the permission to upload.", "Copy client ID and client secret."],
            "public upload"),
    ];

    public static IReadOnlyList<AppGuide> All => Guides;

    /// <returns>Null for what is no app.</returns>
    public static AppGuide? Find(string key) => Guides.FirstOrDefault(g => g.Key == key && NetworkAppKeys.All.Contains(key, StringComparer.Ordinal));
}
