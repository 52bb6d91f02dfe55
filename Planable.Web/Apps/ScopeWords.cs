using Microsoft.Extensions.Localization;
using Planable.Data.Tokens;
using Planable.Web.Shared;

namespace Planable.Web.Apps;

/// <summary>What a scope means to the person who is asked for it.</summary>
public static class ScopeWords
{
    public static string Of(TokenScope scope, IStringLocalizer<Words> words) => scope switch
    {
        TokenScope.Read => words["Read everything you may read"],
        TokenScope.Write => words["Change everything you may change, and publish"],
        TokenScope.Posts => words["Write, change and delete posts, labels, campaigns, slots"],
        TokenScope.Publishing => words["Schedule and publish posts"],
        TokenScope.Approvals => words["Ask for approval, decide, make review links"],
        TokenScope.Comments => words["Comment, reply and resolve"],
        TokenScope.Media => words["Upload and sort files"],
        TokenScope.Channels => words["Pause, resume and disconnect channels"],
        TokenScope.Reports => words["Make, release and send reports"],
        TokenScope.Webhooks => words["Tell other addresses what happens"],
        TokenScope.Members => words["Invite people, change what they may do, remove them"],
        TokenScope.Settings => words["Change settings, rules, calendars and goals"],
        _ => scope.Name(),
    };
}
