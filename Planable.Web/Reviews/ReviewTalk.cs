namespace Planable.Web.Reviews;

/// <summary>What is said between the client and the agency about a post.</summary>
public sealed record TalkThread(Guid Id, bool IsResolved, IReadOnlyList<TalkLine> Lines);

public sealed record TalkLine(Guid Id, string Name, bool IsClient, string Text, DateTimeOffset At, IReadOnlyList<Data.Conversations.FeedbackFile> Files);

/// <param name="Id">Made when the empty form was shown: sent twice, it is said once.</param>
/// <param name="Thread">Null begins one.</param>
public sealed record TalkForm(Guid Id, Guid? Thread, string? Text, string? Name);
