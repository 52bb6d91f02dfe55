using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>What the code says of its types and members, where no attribute does: the compiler writes it beside the assembly.</summary>
static partial class CodeComments
{
    static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Known = new();

    public static string? Of(ICustomAttributeProvider about) => about switch
    {
        Type type => Summary(type.Assembly, $"T:{Name(type)}"),
        // A property of a record is told of where its parameter is.
        PropertyInfo property => Summary(property.DeclaringType!.Assembly, $"P:{Name(property.DeclaringType)}.{property.Name}") ?? Parameter(property.DeclaringType, property.Name),
        FieldInfo field => Summary(field.DeclaringType!.Assembly, $"F:{Name(field.DeclaringType)}.{field.Name}"),
        _ => null,
    };

    static string? Summary(Assembly assembly, string name) => Text(Find(assembly, name)?.Element("summary"));

    static string? Parameter(Type type, string name) =>
        Text(Find(type.Assembly, $"T:{Name(type)}")?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    static XElement? Find(Assembly assembly, string name) => Known.GetOrAdd(assembly, Read).GetValueOrDefault(name);

    static string Name(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    static string? Text(XElement? comment)
    {
        if (comment is null)
            return null;
        var text = new StringBuilder();
        foreach (var node in comment.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "see" or "seealso" } reference => ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? "").Split(':', '.')[^1],
                XElement { Name.LocalName: "paramref" } reference => (string?)reference.Attribute("name"),
                XElement element => element.Value,
                XText words => words.Value,
                _ => null,
            });
        }

        var said = Blanks().Replace(text.ToString(), " ").Trim();
        return said.Length > 0 ? said : null;
    }

    static IReadOnlyDictionary<string, XElement> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
            return new Dictionary<string, XElement>();
        try
        {
            return XDocument.Load(path).Descendants("member").GroupBy(m => (string?)m.Attribute("name") ?? "", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        }
        catch (XmlException)
        {
            return new Dictionary<string, XElement>();
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
