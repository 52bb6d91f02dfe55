using System.Text;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>Operations stored beforehand.</summary>
public sealed class TrustedDocuments(IReadOnlyDictionary<string, string> documents)
{
    readonly Dictionary<string, byte[]> documents = documents.ToDictionary(d => d.Key, d => Encoding.UTF8.GetBytes(d.Value), StringComparer.Ordinal);

    public byte[]? Find(string id) => documents.GetValueOrDefault(id);
}
