using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>What came of a request: a response, a refusal, or a stream of responses.</summary>
public abstract record ExecutionResult;

/// <summary>The request was not executed; the response has no <c>data</c>.</summary>
public sealed record Refusal(IReadOnlyList<IError> Errors, RefusalKind Kind = RefusalKind.Request) : ExecutionResult
{
    public Refusal(string message, string code, RefusalKind kind = RefusalKind.Request) : this([ErrorBuilder.New().SetMessage(message).SetCode(code).Build()], kind)
    {
    }

    public void WriteTo(JsonBuffer json)
    {
        json.Raw("{\"errors\":"u8);
        ErrorWriter.Write(Errors, json);
        json.Byte((byte)'}');
    }
}

/// <summary>Why a request was refused: malformed ones are 4xx to everybody, those of a sound form only to clients of the newer media type.</summary>
public enum RefusalKind { Request, Malformed, WrongMethod, TimedOut, TooLarge }

/// <summary>The response as JSON; whoever got it disposes it.</summary>
public sealed record Response(JsonBuffer Json, IReadOnlyList<IError> Errors) : ExecutionResult, IDisposable
{
    public bool HasErrors => Errors.Count > 0;

    public void Dispose() => Json.Dispose();
}

/// <summary>One response for each event.</summary>
public sealed record ResponseStream(IAsyncEnumerable<Response> Responses) : ExecutionResult;
