using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>What a client hears when a resolver throws.</summary>
static class FieldErrors
{
    public static IReadOnlyList<IError> Of(Exception error) => error switch
    {
        GraphQLException known => known.Errors,
        CoercionError coercion => [ErrorBuilder.New().SetMessage(coercion.Message).SetCode(coercion.Code ?? ErrorCodes.VariableType).Build()],
        _ => [ErrorBuilder.New().SetMessage("Unexpected Execution Error").SetCode(ErrorCodes.Unexpected).SetException(error).Build()],
    };

    /// <summary>Passes an error through the application's filters; one nobody expected is logged, whole.</summary>
    public static IError Filter(IError error, RequestContext request)
    {
        foreach (var filter in request.ErrorFilters)
            error = filter.OnError(error);
        if (error is { Exception: { } exception, Code: ErrorCodes.Unexpected })
            request.Services.GetService<ILogger<OperationRun>>()?.LogError(exception, "A resolver failed at {Path}.", string.Join('/', error.Path ?? []));
        return error;
    }
}
