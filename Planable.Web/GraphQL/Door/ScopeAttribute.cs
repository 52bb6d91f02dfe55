using System.Reflection;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Engine.Building;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Door;

/// <summary>What a token has to be made for to call these mutations.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ScopeAttribute(TokenScope scope) : Attribute
{
    public TokenScope Scope { get; } = scope;
}

/// <summary>Which scope each mutation needs. One that names none is nobody's: it can be called by tokens that write everything only.</summary>
public static class MutationScopes
{
    static readonly Dictionary<string, TokenScope> Known = typeof(MutationScopes).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(MutationTypeAttribute)) && t.Namespace?.StartsWith("Planable.Web.GraphQL.", StringComparison.Ordinal) == true)
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .ToDictionary(Naming.Field, m => (m.GetCustomAttribute<ScopeAttribute>() ?? m.DeclaringType!.GetCustomAttribute<ScopeAttribute>())?.Scope ?? TokenScope.Write, StringComparer.Ordinal);

    public static TokenScope Of(string mutation) => Known.GetValueOrDefault(mutation, TokenScope.Write);

    /// <summary>For what only some inputs of a mutation do.</summary>
    public static void Must(this TokenDoor door, TokenScope scope)
    {
        if (!door.Token.Has(scope))
            throw new Refused(ApiCodes.ScopeMissing, $"This token was not made for the scope \"{scope.Name()}\".");
    }
}
