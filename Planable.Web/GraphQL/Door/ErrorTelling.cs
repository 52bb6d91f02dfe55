using Planable.Data;
using Planable.Jobs.Media;

namespace Planable.Web.GraphQL.Door;

/// <summary>Gives errors of queries the codes that mutations have, and every error the id of its request.</summary>
public sealed class ErrorTelling(IHttpContextAccessor http) : IErrorFilter
{
    public IError OnError(IError error)
    {
        var told = error.Exception switch
        {
            Refused refused => Known(error, refused.Message, refused.Code),
            RuleBroken rule => Known(error, rule.Message, rule.Code),
            NotAllowed refusal => Known(error, refusal.Message, ApiCodes.NotAllowed),
            MediaUnreachable => Known(error, UserError.AwayWords, ApiCodes.MediaAway),
            _ => error,
        };
        return ErrorBuilder.FromError(told).SetExtension("requestId", http.HttpContext?.TraceIdentifier).Build();
    }

    static IError Known(IError error, string message, string code) => ErrorBuilder.FromError(error).SetMessage(message).SetCode(code).SetException(null).Build();
}
