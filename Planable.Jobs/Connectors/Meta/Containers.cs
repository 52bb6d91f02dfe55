using System.Globalization;
using System.Text.RegularExpressions;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>
/// Publishing in two steps: a container is made of words and files, is worked on, and is published by one call. Nobody sees it before, and
/// afterwards it tells whether that call arrived. Unpublished it is gone after a day.
/// </summary>
/// <param name="state">Field that holds its state.</param>
/// <param name="reason">Field that says what went wrong.</param>
sealed partial class Containers(Graph graph, TimeProvider clock, string state, string reason)
{
    public async Task<string> Make(string edge, IReadOnlyList<(string Name, string Value)> fields, string token, CancellationToken cancel) =>
        (await Begin(edge, fields, token, cancel)).Required("id");

    /// <summary>A container whose file is not fetched but handed over.</summary>
    public async Task<string> MakeOf(OutgoingMedia file, string edge, IReadOnlyList<(string Name, string Value)> fields, string token, CancellationToken cancel)
    {
        var begun = await Begin(edge, [.. fields, ("upload_type", "resumable")], token, cancel);
        await graph.HandOver(begun.Required("uri"), file, token, cancel);
        return begun.Required("id");
    }

    public Task UntilReady(string container, string token, CancellationToken cancel) => Waiting.Until(async c => await Look(container, token, c) switch
    {
        { State: "FINISHED" or "PUBLISHED" } => true,
        { State: "ERROR" } failed => throw new ConnectorFailure(Why(failed.Reason)),
        { State: "EXPIRED" } => throw new ConnectorFailure(FailureClass.Transient, "container-expired", $"{graph.Name} has thrown the prepared post away."),
        _ => false,
    }, graph.Name, clock, cancel);

    /// <returns>State null: it cannot be seen, which happens for a moment to containers that are well.</returns>
    public async Task<(string? State, string? Reason)> Look(string container, string token, CancellationToken cancel)
    {
        try
        {
            var answer = await graph.Read(container, token, cancel, ("fields", $"{state},{reason}"));
            return (answer.Optional(state), answer.Optional(reason));
        }
        catch (ConnectorFailure missing) when (missing.Failure.IsMissing())
        {
            return (null, null);
        }
    }

    async Task<HttpAnswer> Begin(string edge, IReadOnlyList<(string Name, string Value)> fields, string token, CancellationToken cancel)
    {
        try
        {
            return await graph.Do(edge, token, cancel, [.. fields]);
        }
        catch (ConnectorFailure gone) when (gone.Failure.IsMissing())
        {
            throw new ConnectorFailure(FailureClass.ReauthRequired, gone.Failure.Code, $"{graph.Name} no longer lets us publish for this account. Connect it again.", inner: gone);
        }
    }

    Failure Why(string? words) => words switch
    {
        null => new Failure(FailureClass.Transient, "container-failed", $"{graph.Name} could not prepare the post and does not say why."),
        _ when ErrorCode().Match(words) is { Success: true } code => GraphErrors.Explain(graph.Name, int.Parse(code.Value, CultureInfo.InvariantCulture), words),
        "FAILED_DOWNLOADING_VIDEO" or "UNKNOWN" => new Failure(FailureClass.Transient, words, $"{graph.Name} could not fetch or prepare the files ({words})."),
        _ => new Failure(FailureClass.Permanent, words.All(c => char.IsAsciiLetterUpper(c) || c == '_') ? words : "container-failed", $"{graph.Name} could not use the files: {words}"),
    };

    /// <summary>Where Meta fetches a file from.</summary>
    /// <exception cref="ConnectorFailure">Permanent, no-public-address.</exception>
    public string Address(OutgoingMedia media) => media.Address?.AbsoluteUri
        ?? throw new ConnectorFailure(FailureClass.Permanent, "no-public-address", $"{graph.Name} fetches files by itself, and this installation has no address it could fetch them from. Whoever runs it sets one up.");

    [GeneratedRegex(@"\b(22070\d\d|3600\d)\b", RegexOptions.NonBacktracking)]
    private static partial Regex ErrorCode();
}
