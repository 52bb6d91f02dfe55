using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>The frame around the data: errors and extensions.</summary>
static class ResponseWriter
{
    public static ReadOnlySpan<byte> Start => "{\"data\":"u8;

    public static Response Finish(OperationRun run, JsonBuffer json, OperationCost? cost)
    {
        var target = json;
        if (run.HasGaps)
        {
            target = new();
            target.Raw(Start);
            run.Assemble(Start.Length, target);
            json.Dispose();
        }

        if (run.Errors.Count > 0)
        {
            target.Raw(",\"errors\":"u8);
            ErrorWriter.Write(run.Errors, target);
        }

        if (cost is not null)
        {
            target.Byte((byte)',');
            Write(cost, target);
        }

        target.Byte((byte)'}');
        return new(target, run.Errors);
    }

    public static Response OnlyCost(OperationCost cost)
    {
        var json = new JsonBuffer();
        json.Byte((byte)'{');
        Write(cost, json);
        json.Byte((byte)'}');
        return new(json, []);
    }

    static void Write(OperationCost cost, JsonBuffer json)
    {
        json.Raw("\"extensions\":{\"operationCost\":{\"fieldCost\":"u8);
        json.Number(cost.FieldCost);
        json.Raw(",\"typeCost\":"u8);
        json.Number(cost.TypeCost);
        json.Raw("}}"u8);
    }
}
