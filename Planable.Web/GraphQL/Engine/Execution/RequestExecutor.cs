using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;
using Planable.Web.GraphQL.Engine.Validation;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>Takes a request to its result: stored text, document, plan, variables, cost, run.</summary>
public sealed class RequestExecutor
{
    readonly GraphQLOptions options;
    readonly LoaderDefinitions loaders;
    readonly IReadOnlyList<Action<IServiceProvider, IServiceProvider>> scopeInitializers;
    readonly IReadOnlyList<IErrorFilter> errorFilters;
    readonly TrustedDocuments? trusted;
    readonly DocumentCache documents;
    readonly DocumentCache withoutIntrospection;
    readonly PersistedTexts persisted;

    internal RequestExecutor(
        Schema schema, GraphQLOptions options, LoaderDefinitions loaders, IReadOnlyList<Action<IServiceProvider, IServiceProvider>> scopeInitializers,
        IReadOnlyList<IErrorFilter> errorFilters, TrustedDocuments? trusted)
    {
        Schema = schema;
        this.options = options;
        this.loaders = loaders;
        this.scopeInitializers = scopeInitializers;
        this.errorFilters = errorFilters;
        this.trusted = trusted;
        documents = new(options.Request.MaxCachedDocuments);
        withoutIntrospection = new(options.Request.MaxCachedDocuments);
        persisted = new(options.Request.MaxCachedDocuments);
    }

    public Schema Schema { get; }
    public GraphQLOptions Options => options;

    /// <summary>What resolvers of a request will share.</summary>
    public RequestContext NewContext(IServiceProvider services, ClaimsPrincipal? user = null) =>
        new(Schema, services, user ?? new()) { ScopeInitializers = scopeInitializers, ErrorFilters = options.Request.IncludeExceptionDetails ? [.. errorFilters, Details.Instance] : errorFilters };

    public async Task<ExecutionResult> Execute(GraphQLRequest request, RequestContext context, CancellationToken cancel = default)
    {
        // Where somebody's synchronisation context waits, continuations would not run in order and batches would fall apart.
        if (SynchronizationContext.Current is not null)
            return await Task.Run(() => Execute(request, context, cancel), CancellationToken.None);

        var result = await Answer(request, context, cancel);
        context.Answered?.Invoke(result);
        return result;
    }

    async Task<ExecutionResult> Answer(GraphQLRequest request, RequestContext context, CancellationToken cancel)
    {
        try
        {
            return Prepare(request, context) switch
            {
                (null, var refusal) => Told(refusal!, context),
                ({ Operation.Kind: OperationKind.Subscription } plan, _) => await Subscribe(plan, request, context, cancel),
                ({ } plan, _) => await Run(plan, request, context, cancel),
            };
        }
        catch (GraphQLException refused)
        {
            return Told(new Refusal(refused.Errors), context);
        }
    }

    /// <summary>What is refused before it runs passes the application's filters as what fails while it runs does.</summary>
    static Refusal Told(Refusal refusal, RequestContext context) => refusal with { Errors = [.. refusal.Errors.Select(e => FieldErrors.Filter(e, context))] };

    (OperationPlan? Plan, Refusal? Refusal) Prepare(GraphQLRequest request, RequestContext context)
    {
        if (TextOf(request, out var refusal) is not { } text)
            return (null, refusal);
        var prepared = Document(text, context.AllowIntrospection ?? options.Validation.AllowIntrospection);
        if (prepared.Errors.Count > 0)
            return (null, new(prepared.Errors));
        if (Find(prepared.Document!, request.OperationName) is not { } operation)
        {
            return (null, new(request.OperationName is null ? "Say which operation to run: the document has several." : $"Unknown operation named \"{request.OperationName}\".", ErrorCodes.InvalidRequest));
        }

        if (request.ReadOnly && operation.Kind == OperationKind.Mutation)
            return (null, new("Mutations are not run by GET.", ErrorCodes.InvalidRequest, RefusalKind.WrongMethod));

        try
        {
            var key = Conditions(prepared, operation, request);
            return (prepared.Plan(key.Key, () => new Planner(Schema, prepared.Document!, key.Values).Plan(operation)), null);
        }
        catch (PlanTooLarge)
        {
            return (null, new("The operation unfolds to too many fields.", ErrorCodes.TooLarge));
        }
    }

    ReadOnlyMemory<byte>? TextOf(GraphQLRequest request, out Refusal? refusal)
    {
        refusal = null;
        if (request.DocumentId is { } id && (request.Query is null || options.Request.OnlyAllowPersistedDocuments))
        {
            if (trusted?.Find(id) is { } stored)
                return stored;
            refusal = new($"There is no stored operation \"{id}\".", ErrorCodes.PersistedQueryNotFound);
            return null;
        }

        if (options.Request.OnlyAllowPersistedDocuments)
        {
            refusal = new("Only stored operations are run.", ErrorCodes.OnlyPersistedOperations);
            return null;
        }

        if (request.PersistedHash is { } hash && options.Request.AutomaticPersistedOperations)
            return persisted.Resolve(hash, request.Query, out refusal);
        if (request.Query is null)
            refusal = new("The request has no query.", ErrorCodes.InvalidRequest, RefusalKind.Malformed);
        return request.Query;
    }

    PreparedDocument Document(ReadOnlyMemory<byte> text, bool introspection)
    {
        var cache = introspection ? documents : withoutIntrospection;
        if (cache.Find(text.Span) is { } known)
            return known;
        var bytes = text.ToArray();
        PreparedDocument prepared;
        try
        {
            var document = Parser.Parse(bytes, options.Parser);
            prepared = new(document, Validator.Validate(Schema, document, options.Validation.With(introspection)));
        }
        catch (SyntaxError error)
        {
            return new(null, [ErrorBuilder.New().SetMessage(error.Message).SetCode(ErrorCodes.Syntax).AddLocation(error.At).Build()]);
        }

        // Wrong documents are not worth a place, but for small ones a client repeats by mistake.
        if (prepared.Errors.Count == 0 || bytes.Length < 4_000)
            cache.Add(bytes, prepared);
        return prepared;
    }

    static Operation? Find(Document document, string? name) =>
        name is { Length: > 0 } ? document.Operations.FirstOrDefault(o => o.Name == name) : document.Operations.Count == 1 ? document.Operations[0] : null;

    (string Key, VariableValues Values) Conditions(PreparedDocument prepared, Operation operation, GraphQLRequest request)
    {
        if (prepared.Conditions.Count == 0)
            return (operation.Name ?? "", VariableValues.None);
        var all = Variables.Coerce(Schema, operation, request.Variables);
        var key = new StringBuilder(operation.Name).Append('|');
        foreach (var name in prepared.Conditions)
            key.Append(all.GetValueOrDefault(name) is true ? '1' : '0');
        return (key.ToString(), all);
    }

    async Task<ExecutionResult> Run(OperationPlan plan, GraphQLRequest request, RequestContext context, CancellationToken cancel)
    {
        var variables = Variables.Coerce(Schema, plan.Operation, request.Variables);
        var cost = Judge(plan, variables, request.Cost, context);
        if (request.Cost == CostReport.Validate)
            return ResponseWriter.OnlyCost(cost);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(options.Request.ExecutionTimeout);
        try
        {
            return await RunOnce(plan, variables, context, null, request.Cost == CostReport.Report ? cost : null, timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new Refusal("The operation took too long.", ErrorCodes.Timeout, RefusalKind.TimedOut);
        }
    }

    OperationCost Judge(OperationPlan plan, VariableValues variables, CostReport report, RequestContext context)
    {
        var cost = OperationCost.Of(plan, variables);
        var limits = options.Cost;
        if (limits.EnforceCostLimits && report != CostReport.Validate && (cost.FieldCost > limits.MaxFieldCost || cost.TypeCost > limits.MaxTypeCost))
        {
            throw new GraphQLException(ErrorBuilder.New().SetMessage("The maximum allowed operation cost was exceeded.").SetCode(ErrorCodes.CostExceeded)
                .SetExtension("fieldCost", cost.FieldCost).SetExtension("maxFieldCost", limits.MaxFieldCost)
                .SetExtension("typeCost", cost.TypeCost).SetExtension("maxTypeCost", limits.MaxTypeCost).Build());
        }

        if (report != CostReport.Validate)
            context.Admit?.Invoke(plan, cost);
        return cost;
    }

    async Task<Response> RunOnce(OperationPlan plan, VariableValues variables, RequestContext context, Box? message, OperationCost? cost, CancellationToken cancel)
    {
        var json = new JsonBuffer();
        try
        {
            var run = new OperationRun(context, plan, variables, json, loaders, cancel) { EventMessage = message?.Value };
            json.Raw(ResponseWriter.Start);
            await run.Run(null);
            return ResponseWriter.Finish(run, json, cost);
        }
        catch
        {
            json.Dispose();
            throw;
        }
    }

    async Task<ExecutionResult> Subscribe(OperationPlan plan, GraphQLRequest request, RequestContext context, CancellationToken cancel)
    {
        var variables = Variables.Coerce(Schema, plan.Operation, request.Variables);
        Judge(plan, variables, request.Cost, context);
        var selection = plan.Selections.Selections[0];
        var place = new Place(null, null, -1, nonNull: false, 0);
        using var unused = new JsonBuffer();
        var run = new OperationRun(context, plan, variables, unused, loaders, cancel);
        try
        {
            var source = await selection.Field.Events!(new(run, selection, null, selection.Arguments(variables), place));
            return new ResponseStream(Responses(source, plan, variables, context, cancel));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new Refusal([.. FieldErrors.Of(error).Select(e => FieldErrors.Filter(ErrorBuilder.FromError(e).SetPath([selection.ResponseName]).Build(), context))]);
        }
    }

    async IAsyncEnumerable<Response> Responses(
        IAsyncEnumerable<object?> source, OperationPlan plan, VariableValues variables, RequestContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var message in source.WithCancellation(cancel))
        {
            // Services of one event: a stream may live for hours, a database context may not.
            await using var scope = context.NewScope();
            var perEvent = new RequestContext(Schema, scope.ServiceProvider, context.User)
            { GlobalState = context.GlobalState, ScopeInitializers = context.ScopeInitializers, ErrorFilters = context.ErrorFilters };
            yield return await RunOnce(plan, variables, perEvent, new(message), null, cancel);
        }
    }

    sealed record Box(object? Value);

    sealed class Details : IErrorFilter
    {
        public static readonly Details Instance = new();

        public IError OnError(IError error) =>
            error.Exception is { } e ? ErrorBuilder.FromError(error).SetExtension("message", e.Message).SetExtension("stackTrace", e.StackTrace).Build() : error;
    }

    /// <summary>Texts clients stored under their hash; as many as documents.</summary>
    sealed class PersistedTexts(int capacity)
    {
        readonly ConcurrentDictionary<string, byte[]> texts = new(StringComparer.OrdinalIgnoreCase);

        public ReadOnlyMemory<byte>? Resolve(string hash, ReadOnlyMemory<byte>? query, out Refusal? refusal)
        {
            refusal = null;
            if (query is not { } text)
            {
                if (texts.TryGetValue(hash, out var stored))
                    return stored;
                refusal = new("PersistedQueryNotFound", ErrorCodes.PersistedQueryNotFound);
                return null;
            }

            if (!string.Equals(Convert.ToHexString(SHA256.HashData(text.Span)), hash, StringComparison.OrdinalIgnoreCase))
            {
                refusal = new("The provided sha256Hash does not match the query.", ErrorCodes.InvalidRequest);
                return null;
            }

            if (texts.Count >= capacity)
                texts.Clear();
            texts[hash] = text.ToArray();
            return text;
        }
    }
}
