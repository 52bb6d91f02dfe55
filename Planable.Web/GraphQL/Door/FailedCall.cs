using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Door;

/// <summary>What went wrong with a call, in the words it was answered with: the first of its errors.</summary>
/// <param name="Field">The part of the input, or where in the answer.</param>
public sealed record FailedCall(string Code, string? Field, string Words, string RequestId)
{
    /// <returns>Null if nothing did.</returns>
    public static FailedCall? Of(ExecutionResult result, RequestContext request, string requestId) => result switch
    {
        Refusal { Errors: [var first, ..] } => new(first.Code ?? ErrorCodes.Validation, Way(first), first.Message, requestId),
        Refusal => new(ErrorCodes.Validation, null, "", requestId),
        Response { Errors: [var first, ..] } => new(first.Code ?? ErrorCodes.Unexpected, Way(first), first.Message, requestId),
        _ => request.DeclaredErrors.OfType<UserError>().FirstOrDefault() is { } refused ? new(refused.Code, refused.Field, refused.Message, requestId) : null,
    };

    /// <summary>Names only: which row it was differs from call to call.</summary>
    static string? Way(IError error) => error.Path is { Count: > 0 } path ? string.Join('.', path.OfType<string>()) : null;
}
