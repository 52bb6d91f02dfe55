using Planable.Tests.Support;

namespace Planable.Tests.GraphQL.Engine.Sample;

/// <summary>The reference implementations of GraphQL.</summary>
static class Reference
{
    public static Task<string> Run(string script, params string[] arguments) => NodeScript.Run(Root.File("Planable.Tests", "GraphQL", "Engine", "Node", script), arguments);
}
