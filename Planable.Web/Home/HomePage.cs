using Planable.Data.Approvals;
using Planable.Data.Posts;

namespace Planable.Web.Home;

/// <param name="Waiting">What waits for the reader, by the day it goes out; not all of it if it is much.</param>
/// <param name="WaitingCount">All of it.</param>
/// <param name="NextExpected">With nothing waiting: when the next may come.</param>
public sealed record HomePage(
    string Name, DateTime Today, IReadOnlyList<WaitingPost> Waiting, int WaitingCount, DateTimeOffset? NextExpected, bool MayApprove,
    IReadOnlyList<ComingPost> Coming, IReadOnlyList<OutPost> Out, int OutCount, Results Results);

public sealed record WaitingPost(Guid Id, string Text, DateTimeOffset? At, DateTimeOffset? DueAt, Guid? Picture);

public sealed record ComingPost(Guid Id, string Text, DateTimeOffset At, PostState State, ApprovalState Approval, Guid? Picture, IReadOnlyList<string> Networks);

public sealed record OutPost(Guid Id, string Text, DateTimeOffset? At, Guid? Picture, IReadOnlyList<string> Networks, IReadOnlyDictionary<string, long> Figures);

/// <summary>Two months side by side: the one that runs, and the one before.</summary>
/// <param name="Month">Its first day.</param>
public sealed record Results(DateOnly Month, int Posts, int PostsBefore, IReadOnlyList<Result> Figures);

/// <param name="Now">Null if no network told it.</param>
/// <param name="Told">Of how many of the posts networks told it.</param>
public sealed record Result(string Metric, long? Now, long? Before, int Told);
