using System.Globalization;
using System.Text.Json;
using Planable.Data;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Http;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.Http;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Door;

/// <summary>Stands before every operation: are its mutations within the token's scopes, and are there points enough? And writes down how it ended.</summary>
public sealed class Gatekeeper(TokenMeter meter) : IHttpRequestInterceptor, ISocketSessionInterceptor
{
    public ValueTask OnCreateAsync(HttpContext http, RequestContext request, CancellationToken cancel)
    {
        Watch(http, request, overSocket: false);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> OnConnectAsync(HttpContext http, JsonElement? payload, CancellationToken cancel)
    {
        var door = http.RequestServices.GetRequiredService<TokenDoor>();
        return door.IsOpen || await door.Enter(Said(payload, "Authorization"), Said(payload, TokenDoor.WorkspaceHeader) ?? http.Request.Headers[TokenDoor.WorkspaceHeader], cancel);
    }

    public async ValueTask OnRequestAsync(HttpContext http, RequestContext request, CancellationToken cancel)
    {
        if (!await request.Services.GetRequiredService<TokenDoor>().EnterAgain(cancel))
            throw new GraphQLException(ErrorBuilder.New().SetMessage("The token has ended.").SetCode(ApiCodes.Unauthenticated).Build());
        Watch(http, request, overSocket: true);
    }

    void Watch(HttpContext http, RequestContext request, bool overSocket)
    {
        var door = request.Services.GetRequiredService<TokenDoor>();
        var token = door.Token;
        var (spent, deprecated) = (0d, new List<string>());
        var (db, current) = (request.Services.GetRequiredService<PlanableDb>(), request.Services.GetRequiredService<Current>());
        request.MutationFailed = () => db.StartOver(current);
        request.Admit = (plan, cost) =>
        {
            if (plan.Operation.Kind == OperationKind.Mutation)
                MustBeInScope(plan, token);
            // What only asks how much is left is never refused.
            var price = cost.FieldCost + cost.TypeCost;
            var left = meter.Spend(door.Payer, price);
            spent = left.IsEnough ? price : 0;
            if (!overSocket)
                Tell(http, left);
            if (!left.IsEnough)
                throw Throttled(http, left, overSocket);
            Deprecated(plan.Selections, deprecated);
        };
        if (door.IsSitting)
            return;
        request.Answered = result =>
        {
            var (failure, from) = (FailedCall.Of(result, request, http.TraceIdentifier), http.Connection.RemoteIpAddress?.ToString());
            meter.Count(token, failure?.Code ?? Data.Tokens.TokenUse.Fine, spent, from, failure);
            foreach (var used in deprecated.Distinct(StringComparer.Ordinal))
                meter.Count(token, Data.Tokens.TokenUse.Deprecated + used, 0, from);
        };
    }

    static void MustBeInScope(OperationPlan plan, Data.Tokens.AccessToken token)
    {
        foreach (var mutation in plan.Selections.Selections.Where(s => s.TypeName is null))
        {
            var scope = MutationScopes.Of(mutation.Field.Name);
            if (!token.Has(scope))
            {
                throw new GraphQLException(ErrorBuilder.New().SetMessage($"This token may not call {mutation.Field.Name}: it was not made for the scope \"{Data.Tokens.TokenScopes.Name(scope)}\".")
                    .SetCode(ApiCodes.ScopeMissing).SetPath([mutation.ResponseName]).SetExtension("scope", Data.Tokens.TokenScopes.Name(scope)).Build());
            }
        }
    }

    static GraphQLException Throttled(HttpContext http, Allowance left, bool overSocket)
    {
        var seconds = (int)Math.Ceiling(left.Wait.TotalSeconds);
        if (!overSocket)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            http.Response.OnStarting(() =>
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Task.CompletedTask;
            });
        }

        return new GraphQLException(ErrorBuilder.New().SetMessage($"This costs {left.Cost} points and {left.Remaining} are left. Try again in {seconds} seconds.").SetCode(ApiCodes.Throttled)
            .SetExtension("cost", left.Cost).SetExtension("remaining", left.Remaining).SetExtension("retryAfter", seconds).Build());
    }

    static void Tell(HttpContext http, Allowance left)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = left.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = left.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = ((int)Math.Ceiling((left.ResetAt - http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    static void Deprecated(SelectionPlan plan, List<string> found)
    {
        foreach (var selection in plan.Selections)
        {
            if (selection.Field.DeprecationReason is not null)
                found.Add($"{selection.Owner.Name}.{selection.Field.Name}");
            foreach (var child in selection.Children.Values)
                Deprecated(child, found);
        }
    }

    /// <summary>What a WebSocket brings in its first message stands there as headers do elsewhere, in either writing.</summary>
    static string? Said(JsonElement? payload, string header)
    {
        foreach (var name in (string[])[header, header.ToLowerInvariant()])
        {
            if (payload is { } sent && sent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString();
        }

        return null;
    }
}
