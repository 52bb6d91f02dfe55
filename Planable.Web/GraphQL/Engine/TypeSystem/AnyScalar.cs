using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>Any JSON at all.</summary>
sealed class AnyScalar : ScalarType
{
    public AnyScalar() : base("Any") => Description = "Any JSON value.";

    public override Type RuntimeType => typeof(JsonElement);

    public override object? FromLiteral(ValueNode node) => JsonSerializer.SerializeToElement(Json(node));

    public override object? FromJson(JsonElement json) => json.Clone();

    public override bool Write(object value, JsonBuffer json)
    {
        json.Raw(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType()));
        return true;
    }

    static JsonNode? Json(ValueNode node) => node switch
    {
        StringNode s => JsonValue.Create(s.Value),
        IntNode i => JsonNode.Parse(i.Text),
        FloatNode f => JsonNode.Parse(f.Text),
        BooleanNode b => JsonValue.Create(b.Value),
        EnumNode e => JsonValue.Create(e.Value),
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        ObjectNode o => Object(o),
        NullNode => null,
        _ => throw new CoercionError("A variable cannot stand inside a value of type Any."),
    };

    static JsonObject Object(ObjectNode node)
    {
        var json = new JsonObject();
        foreach (var field in node.Fields)
            json[field.Name] = Json(field.Value);
        return json;
    }
}
