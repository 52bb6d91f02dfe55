using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>The schema described in its own terms: <c>__schema</c>, <c>__type</c> and what they lead to.</summary>
public sealed class IntrospectionTypes
{
    static readonly GraphType Text = Scalars.String;
    static readonly GraphType TextNeeded = new NonNullType(Scalars.String);
    static readonly GraphType FlagNeeded = new NonNullType(Scalars.Boolean);

    static readonly EnumType KindType = Names("__TypeKind", "An enum describing what kind of type a given `__Type` is.",
        "SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL");

    static readonly EnumType LocationType = Names("__DirectiveLocation", "A place a directive may stand at.",
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT",
        "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION");

    readonly Schema schema;
    readonly ObjectType schemaType = new("__Schema") { Description = "The capabilities of a GraphQL server." };
    readonly ObjectType typeType = new("__Type") { Description = "The fundamental unit of any GraphQL schema." };
    readonly ObjectType fieldType = new("__Field") { Description = "A field of an object or interface." };
    readonly ObjectType inputType = new("__InputValue") { Description = "An argument or a field of an input object." };
    readonly ObjectType enumValueType = new("__EnumValue") { Description = "One possible value of an enum." };
    readonly ObjectType directiveType = new("__Directive") { Description = "A directive the server knows." };

    public IntrospectionTypes(Schema schema)
    {
        this.schema = schema;
        DescribeSchema();
        DescribeType();
        DescribeMembers();
        TypeName = new("__typename", TextNeeded) { Owner = schema.Query };
        SchemaField = new("__schema", new NonNullType(schemaType)) { Owner = schema.Query, Resolver = _ => new(schema) };
        TypeField = new("__type", typeType) { Owner = schema.Query, Resolver = context => new(schema.Find(context.ArgumentValue<string>("name"))) };
        TypeField.Arguments.Add(new("name", TextNeeded));
    }

    public Field TypeName { get; }
    public Field SchemaField { get; }
    public Field TypeField { get; }

    public IEnumerable<NamedType> Types => [schemaType, typeType, fieldType, inputType, enumValueType, directiveType, KindType, LocationType, Scalars.String, Scalars.Boolean];

    void DescribeSchema()
    {
        Add<Schema>(schemaType, "description", Text, _ => null);
        Add<Schema>(schemaType, "types", ListOf(typeType), s => s.Types);
        Add<Schema>(schemaType, "queryType", new NonNullType(typeType), s => s.Query);
        Add<Schema>(schemaType, "mutationType", typeType, s => s.Mutation);
        Add<Schema>(schemaType, "subscriptionType", typeType, s => s.Subscription);
        Add<Schema>(schemaType, "directives", ListOf(directiveType), s => s.Directives);
    }

    void DescribeType()
    {
        Add<GraphType>(typeType, "kind", new NonNullType(KindType), t => t.Kind switch { TypeKind.InputObject => "INPUT_OBJECT", TypeKind.NonNull => "NON_NULL", var k => k.ToString().ToUpperInvariant() });
        Add<GraphType>(typeType, "name", Text, t => (t as NamedType)?.Name);
        Add<GraphType>(typeType, "description", Text, t => (t as NamedType)?.Description);
        Add<GraphType>(typeType, "specifiedByURL", Text, t => (t as ScalarType)?.SpecifiedBy);
        AddFiltered<GraphType>(typeType, "fields", Maybe(fieldType), (t, all) => (t as FieldsType)?.Fields.Where(f => all || f.DeprecationReason is null));
        Add<GraphType>(typeType, "interfaces", Maybe(typeType), t => (t as FieldsType)?.Interfaces);
        Add<GraphType>(typeType, "possibleTypes", Maybe(typeType), t => t is InterfaceType or UnionType ? schema.PossibleTypes((NamedType)t).OrderBy(o => o.Name, StringComparer.Ordinal) : null);
        AddFiltered<GraphType>(typeType, "enumValues", Maybe(enumValueType), (t, all) => (t as EnumType)?.Members.Where(m => all || m.DeprecationReason is null));
        AddFiltered<GraphType>(typeType, "inputFields", Maybe(inputType), (t, all) => (t as InputObjectType)?.Fields.Where(f => all || f.DeprecationReason is null));
        Add<GraphType>(typeType, "ofType", typeType, t => t switch { ListType list => list.Item, NonNullType nonNull => nonNull.Inner, _ => null });
        Add<GraphType>(typeType, "isOneOf", Scalars.Boolean, t => t is InputObjectType input ? input.IsOneOf : null);
    }

    void DescribeMembers()
    {
        Add<Field>(fieldType, "name", TextNeeded, f => f.Name);
        Add<Field>(fieldType, "description", Text, f => f.Description);
        AddFiltered<Field>(fieldType, "args", ListOf(inputType), (f, all) => f.Arguments.Where(a => all || a.DeprecationReason is null));
        Add<Field>(fieldType, "type", new NonNullType(typeType), f => f.Type);
        Add<Field>(fieldType, "isDeprecated", FlagNeeded, f => f.DeprecationReason is not null);
        Add<Field>(fieldType, "deprecationReason", Text, f => f.DeprecationReason);

        Add<InputField>(inputType, "name", TextNeeded, f => f.Name);
        Add<InputField>(inputType, "description", Text, f => f.Description);
        Add<InputField>(inputType, "type", new NonNullType(typeType), f => f.Type);
        Add<InputField>(inputType, "defaultValue", Text, f => f.Default is null ? null : Printer.Print(f.Default));
        Add<InputField>(inputType, "isDeprecated", FlagNeeded, f => f.DeprecationReason is not null);
        Add<InputField>(inputType, "deprecationReason", Text, f => f.DeprecationReason);

        Add<EnumMember>(enumValueType, "name", TextNeeded, m => m.Name);
        Add<EnumMember>(enumValueType, "description", Text, m => m.Description);
        Add<EnumMember>(enumValueType, "isDeprecated", FlagNeeded, m => m.DeprecationReason is not null);
        Add<EnumMember>(enumValueType, "deprecationReason", Text, m => m.DeprecationReason);

        Add<DirectiveDefinition>(directiveType, "name", TextNeeded, d => d.Name);
        Add<DirectiveDefinition>(directiveType, "description", Text, d => d.Description);
        Add<DirectiveDefinition>(directiveType, "isRepeatable", FlagNeeded, d => d.IsRepeatable);
        Add<DirectiveDefinition>(directiveType, "locations", ListOf(LocationType), d => d.Locations);
        AddFiltered<DirectiveDefinition>(directiveType, "args", ListOf(inputType), (d, all) => d.Arguments.Where(a => all || a.DeprecationReason is null));
    }

    static void Add<T>(ObjectType owner, string name, GraphType type, Func<T, object?> get) => owner.Add(new(name, type) { Getter = parent => get((T)parent), Cost = 0 });

    static void AddFiltered<T>(ObjectType owner, string name, GraphType type, Func<T, bool, object?> get)
    {
        var field = new Field(name, type) { Resolver = context => new(get(context.Parent<T>(), context.ArgumentValue<bool>("includeDeprecated"))), Cost = 0 };
        field.Arguments.Add(new("includeDeprecated", FlagNeeded) { Default = new BooleanNode { Value = false } });
        owner.Add(field);
    }

    static NonNullType ListOf(GraphType item) => new(new ListType(new NonNullType(item)));

    static ListType Maybe(GraphType item) => new(new NonNullType(item));

    static EnumType Names(string name, string description, params string[] members) =>
        new(name, [.. members.Select(m => new EnumMember(m, m))]) { Description = description };
}
