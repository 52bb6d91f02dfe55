using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Quotas;
using Planable.Data.Risks;
using Planable.Web.Http;
using Planable.Web.Posts;
using Microsoft.Extensions.Localization;
using Planable.Web.Shared;

namespace Planable.Web.Risks;

/// <summary>One reason why a planned post will not go out.</summary>
public sealed record RiskLine(string Code, string Words, List<string> Arguments, Guid? ChannelId, DateTimeOffset Since)
{
    public bool WillFail => SignInCheck.WillFail(Code);
}

/// <summary>Risks in sentences, each with the one act that mends it.</summary>
public sealed class RiskWords(Current current, IStringLocalizer<Words> words)
{
    public string Say(RiskLine risk) => words[risk.Words, [.. risk.Arguments]];

    /// <summary>Null where this person cannot do anything about it.</summary>
    public (string Word, string Href)? Remedy(RiskLine risk, PostPage post)
    {
        var path = $"{current.Root}/posts/{post.Id}";
        var canEdit = post.CanBeEditedBy(current.Member);
        return risk.Code switch
        {
            SignInCheck.Broken or SignInCheck.Gone or SignInCheck.Ending or SignInCheck.Planned => current.Can(Permission.ConnectChannels) && post.Channels.FirstOrDefault(c => c.Id == risk.ChannelId) is { } channel
                ? (risk.Code switch { SignInCheck.Ending => words["Sign in again"], SignInCheck.Planned => words["Connect"], _ => words["Reconnect"] }, $"{current.Root}/channels/new/{channel.Network}?channel={channel.Id}")
                : null,
            ApprovalCheck.Code => (words["See the approval"], $"{path}?tab={PostPage.ApprovalTab}"),
            BlackoutCheck.Code or QuotaCheck.Code => canEdit ? (words["Move"], $"{path}/move") : null,
            _ => canEdit ? (words["Edit"], $"{path}/edit") : null,
        };
    }

    /// <summary>Who helps, where this person cannot.</summary>
    public string Helper(RiskLine risk) => risk.Code is SignInCheck.Planned ? words["Somebody who may connect channels has to connect it."] : risk.Code is SignInCheck.Broken or SignInCheck.Gone or SignInCheck.Ending
        ? words["Somebody who may connect channels has to sign in again; they were told."]
        : words["Somebody who may change this post has to act."];
}
