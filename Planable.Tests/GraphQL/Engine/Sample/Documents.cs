using System.Globalization;
using System.Text;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Tests.GraphQL.Engine.Sample;

/// <summary>Makes documents by the schema, some right and many wrong, the same ones for the same seed.</summary>
sealed class Documents(Schema schema, int seed)
{
    readonly Random random = new(seed);
    readonly List<string> variables = [];
    readonly List<string> fragments = [];
    int names;

    public string Next()
    {
        variables.Clear();
        fragments.Clear();
        names = 0;
        var root = random.Next(8) switch { 0 => schema.Mutation!, 1 => schema.Subscription!, _ => schema.Query };
        var body = root == schema.Subscription ? $"{{ {Field(root.Fields[random.Next(root.Fields.Count)], 3)} }}" : Selections(root, 4);
        var keyword = root == schema.Query ? "query" : root == schema.Mutation ? "mutation" : "subscription";
        var text = new StringBuilder($"{keyword} Q{(variables.Count > 0 ? $"({string.Join(", ", variables)})" : "")} {body}");
        foreach (var fragment in fragments)
            text.Append('\n').Append(fragment);
        return random.Next(3) == 0 ? text.ToString() : Broken(text.ToString());
    }

    string Selections(NamedType type, int depth)
    {
        var parts = new List<string>();
        var fields = (type as FieldsType)?.Fields.Where(f => f.Name is not ("forever" or "anything")).ToList() ?? [];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            switch (random.Next(10))
            {
                case 0:
                    parts.Add("__typename");
                    break;
                case 1 when depth > 1:
                    var on = Overlapping(type);
                    parts.Add($"... on {on}{Condition()} {Selections(on, depth - 1)}");
                    break;
                case 2 when depth > 1:
                    parts.Add(Spread(Overlapping(type), depth - 1));
                    break;
                default:
                    if (fields.Count > 0)
                        parts.Add(Field(fields[random.Next(fields.Count)], depth));
                    break;
            }
        }

        return $"{{ {(parts.Count == 0 ? "__typename" : string.Join(' ', parts))} }}";
    }

    string Spread(NamedType on, int depth)
    {
        var name = $"F{names++}";
        var place = fragments.Count;
        fragments.Add("");
        fragments[place] = $"fragment {name} on {on} {Selections(on, depth)}";
        return $"...{name}{Condition()}";
    }

    NamedType Overlapping(NamedType type)
    {
        var candidates = schema.Types.Where(t => t is FieldsType or UnionType && !t.Name.StartsWith("__", StringComparison.Ordinal) && (schema.Overlap(t, type) || random.Next(60) == 0)).ToList();
        return candidates[random.Next(candidates.Count)];
    }

    string Field(Field field, int depth)
    {
        if (depth <= 0 && !field.Type.IsLeaf)
            return "__typename";
        var alias = random.Next(4) == 0 ? $"{(char)('a' + random.Next(3))}: " : "";
        var arguments = field.Arguments.Where(a => a.IsRequired || random.Next(3) == 0).Select(a => $"{a.Name}: {Value(a.Type, 3, a.Default is not null)}").ToList();
        return $"{alias}{field.Name}{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")}{Condition()}{(field.Type.IsLeaf ? "" : " " + Selections(field.Type.Named, depth - 1))}";
    }

    string Condition() => random.Next(12) == 0 ? $" @{(random.Next(2) == 0 ? "skip" : "include")}(if: {Value(new NonNullType(Scalars.Boolean), 0, false)})" : "";

    string Value(GraphType type, int depth, bool hasDefault)
    {
        if (random.Next(5) == 0)
            return Variable(type, hasDefault);
        if (!type.IsNonNull && random.Next(8) == 0)
            return "null";
        return type.Nullable switch
        {
            ListType list => random.Next(4) == 0 ? Value(list.Item, depth - 1, false) : $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Value(list.Item, depth - 1, false)))}]",
            InputObjectType input => $"{{{string.Join(", ", Fields(input, depth).Select(f => $"{f.Name}: {Value(input.IsOneOf ? new NonNullType(f.Type) : f.Type, depth - 1, f.Default is not null)}"))}}}",
            EnumType e => e.Members[random.Next(e.Members.Count)].Name,
            var scalar => Literal(scalar.Named.Name),
        };
    }

    IEnumerable<InputField> Fields(InputObjectType input, int depth) => input.IsOneOf
        ? [input.Fields[random.Next(input.Fields.Count)]]
        : input.Fields.Where(f => f.IsRequired || (depth > 0 && random.Next(3) == 0)).ToList();

    string Variable(GraphType type, bool hasDefault)
    {
        var name = $"v{names++}";
        var declared = random.Next(6) switch { 0 when hasDefault => type.Nullable.ToString(), 1 => new NonNullType(type.Nullable).ToString(), 2 when random.Next(6) == 0 => "Int", _ => type.ToString() };
        variables.Add($"${name}: {declared}{(random.Next(5) == 0 && Scalars.IsBuiltIn(type.Named) && !type.IsList ? $" = {Literal(type.Named.Name)}" : "")}");
        return "$" + name;
    }

    string Literal(string scalar) => scalar switch
    {
        "Int" or "Long" or "Short" => random.Next(-5, 60).ToString(CultureInfo.InvariantCulture),
        "Float" or "Decimal" => random.Next(2) == 0 ? "1.5" : "2",
        "Boolean" => random.Next(2) == 0 ? "true" : "false",
        "ID" => random.Next(2) == 0 ? "7" : "\"Qm9vazox\"",
        "DateTime" => "\"2026-01-02T03:04:05Z\"",
        "LocalDate" => "\"2026-01-02\"",
        "UUID" => "\"00000000-0000-0000-0000-000000000001\"",
        _ => "\"Book 01\"",
    };

    // One token gone, doubled, or another in its place.
    string Broken(string text)
    {
        var tokens = Tokens(text);
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens[at] = tokens[random.Next(tokens.Count)];
                    break;
                default:
                    tokens[at] = ((string[])["title", "books", "Int", "1", "\"x\"", "null", "$v0", "Book", "Author", "id", "@skip", "{", "}", "!"])[random.Next(14)];
                    break;
            }
        }

        return string.Join(' ', tokens);
    }

    static List<string> Tokens(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var lexer = new Lexer(bytes);
        var tokens = new List<string>();
        for (lexer.Next(); lexer.Kind != TokenKind.End; lexer.Next())
            tokens.Add(Encoding.UTF8.GetString(lexer.Text));
        return tokens;
    }
}
