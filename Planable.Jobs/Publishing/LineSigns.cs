using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Publishing;

/// <summary>What an answer says about the network, whatever it says about the post.</summary>
public enum LineSign
{
    Works,

    /// <summary>It asks for a pause.</summary>
    Busy,

    /// <summary>It does not work, or was not reached.</summary>
    Failed,
}

static class LineSigns
{
    /// <summary>For calls that answer by throwing.</summary>
    public static LineSign Of(Failure failure) => failure.Class switch
    {
        FailureClass.Transient or FailureClass.UnknownOutcome => LineSign.Failed,
        FailureClass.RateLimited => LineSign.Busy,
        _ => LineSign.Works,
    };

    /// <summary>Null where the network was not asked: not every one is before sending, and a file is not its matter.</summary>
    public static LineSign? Of(Answer answer, Usage usage) => answer switch
    {
        Answer.Ready or Answer.NotYet or Answer.Refused { Failure.Code: "not-edited" or "media-away" or "media-missing" } => null,
        Answer.Refused { Failure.Class: FailureClass.Transient } or Answer.Lost or Answer.Unsure { Failure.Class: FailureClass.Transient or FailureClass.UnknownOutcome } => LineSign.Failed,
        Answer.Refused { Failure.Class: FailureClass.RateLimited } or Answer.Unsure { Failure.Class: FailureClass.RateLimited } => LineSign.Busy,
        // It still answers, and soon would not.
        _ => usage.IsNearLimit ? LineSign.Busy : LineSign.Works,
    };
}
