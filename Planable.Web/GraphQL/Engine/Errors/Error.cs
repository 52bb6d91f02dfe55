using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.Errors;

/// <summary>One entry of <c>errors</c> in a response.</summary>
public interface IError
{
    string Message { get; }
    string? Code { get; }
    IReadOnlyList<object>? Path { get; }
    IReadOnlyList<Location>? Locations { get; }
    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>What went wrong inside; never sent.</summary>
    Exception? Exception { get; }

    IError WithMessage(string message);

    IError WithCode(string? code);
}

/// <summary>Puts an error together.</summary>
public sealed class ErrorBuilder
{
    readonly Dictionary<string, object?> extensions = new(StringComparer.Ordinal);
    readonly List<Location> locations = [];
    string message = "Something went wrong.";
    string? code;
    IReadOnlyList<object>? path;
    Exception? exception;

    public static ErrorBuilder New() => new();

    public static ErrorBuilder FromError(IError error)
    {
        var builder = New().SetMessage(error.Message).SetPath(error.Path).SetException(error.Exception).SetCode(error.Code);
        foreach (var location in error.Locations ?? [])
            builder.locations.Add(location);
        foreach (var (key, value) in error.Extensions ?? new Dictionary<string, object?>())
            builder.extensions[key] = value;
        return builder;
    }

    public ErrorBuilder SetMessage(string message)
    {
        this.message = message;
        return this;
    }

    public ErrorBuilder SetCode(string? code)
    {
        this.code = code;
        if (code is null)
            extensions.Remove("code");
        else
            extensions["code"] = code;
        return this;
    }

    public ErrorBuilder SetPath(IReadOnlyList<object>? path)
    {
        this.path = path;
        return this;
    }

    public ErrorBuilder AddLocation(Location location)
    {
        locations.Add(location);
        return this;
    }

    public ErrorBuilder SetExtension(string key, object? value)
    {
        extensions[key] = value;
        return this;
    }

    public ErrorBuilder SetException(Exception? exception)
    {
        this.exception = exception;
        return this;
    }

    public IError Build() => new Error(
        message, code, path, locations.Count == 0 ? null : [.. locations],
        extensions.Count == 0 ? null : new Dictionary<string, object?>(extensions, StringComparer.Ordinal), exception);

    sealed record Error(
        string Message, string? Code, IReadOnlyList<object>? Path, IReadOnlyList<Location>? Locations, IReadOnlyDictionary<string, object?>? Extensions, Exception? Exception) : IError
    {
        public IError WithMessage(string message) => this with { Message = message };

        public IError WithCode(string? code) => FromError(this).SetCode(code).Build();
    }
}

/// <summary>Thrown by a resolver to answer with errors of its own wording; any other exception is told only as unexpected.</summary>
public class GraphQLException : Exception
{
    public GraphQLException(string message) : this(ErrorBuilder.New().SetMessage(message).Build())
    {
    }

    public GraphQLException(params IEnumerable<IError> errors) : base(errors.FirstOrDefault()?.Message) => Errors = [.. errors];

    public IReadOnlyList<IError> Errors { get; }
}

/// <summary>Looks at every error before it is sent, and may answer another one.</summary>
public interface IErrorFilter
{
    IError OnError(IError error);
}
