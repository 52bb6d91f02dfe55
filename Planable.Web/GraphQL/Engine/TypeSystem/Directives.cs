using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>The directives of the specification, and the two of the cost draft.</summary>
public static class Directives
{
    static readonly GraphType Required = new NonNullType(Scalars.Boolean);

    public static readonly DirectiveDefinition Skip = new("skip", "Directs the executor to skip this field or fragment when the `if` argument is true.", false,
        ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], [new("if", Required) { Description = "Skipped when true." }]);

    public static readonly DirectiveDefinition Include = new("include", "Directs the executor to include this field or fragment only when the `if` argument is true.", false,
        ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"], [new("if", Required) { Description = "Included when true." }]);

    public static readonly DirectiveDefinition Deprecated = new("deprecated", "Marks an element of a GraphQL schema as no longer supported.", false,
        ["FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"],
        [new("reason", new NonNullType(Scalars.String)) { Description = "Explains why this element was deprecated.", Default = new StringNode { Value = "No longer supported" } }]);

    public static readonly DirectiveDefinition SpecifiedBy = new("specifiedBy", "Exposes a URL that specifies the behavior of this scalar.", false,
        ["SCALAR"], [new("url", new NonNullType(Scalars.String)) { Description = "The URL that specifies the behavior of this scalar." }]);

    public static readonly DirectiveDefinition OneOf = new("oneOf", "Indicates exactly one field must be supplied and this field must not be `null`.", false, ["INPUT_OBJECT"], []);

    public static readonly DirectiveDefinition Cost = new("cost", "Defines what a call of the field weighs in the cost of an operation.", false,
        ["SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "ENUM", "INPUT_FIELD_DEFINITION"], [new("weight", new NonNullType(Scalars.String))]);

    public static readonly DirectiveDefinition ListSize = new("listSize", "Tells how many items a list may give, for the cost of an operation.", false,
        ["FIELD_DEFINITION"],
        [
            new("assumedSize", Scalars.Int),
            new("slicingArgumentDefaultValue", Scalars.Int),
            new("slicingArguments", new ListType(new NonNullType(Scalars.String))),
            new("sizedFields", new ListType(new NonNullType(Scalars.String))),
            new("requireOneSlicingArgument", new NonNullType(Scalars.Boolean)) { Default = new BooleanNode { Value = true } },
        ]);

    public static IReadOnlyList<DirectiveDefinition> All { get; } = [Skip, Include, Deprecated, SpecifiedBy, OneOf, Cost, ListSize];

    public static bool IsSpecified(DirectiveDefinition directive) => directive != Cost && directive != ListSize;
}
