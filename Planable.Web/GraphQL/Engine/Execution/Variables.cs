using System.Text.Json;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;
using Planable.Web.GraphQL.Engine.Validation;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>Coerces the variables of a request: omitted is not null, and a default fills only what was omitted.</summary>
static class Variables
{
    public static VariableValues Coerce(Schema schema, Operation operation, JsonElement? sent)
    {
        if (operation.Variables.Count == 0)
            return VariableValues.None;
        var values = new VariableValues();
        var errors = new List<IError>();
        foreach (var variable in operation.Variables)
        {
            var type = VariableRules.TypeOf(schema, variable.Type)!;
            try
            {
                if (sent is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(variable.Name, out var value))
                    values[variable.Name] = InputCoercion.FromJson(type, value);
                else if (variable.Default is not null)
                    values[variable.Name] = InputCoercion.FromLiteral(type, variable.Default, VariableValues.None);
                else if (type.IsNonNull)
                    errors.Add(Error(variable, $"Variable \"${variable.Name}\" of required type \"{type}\" was not provided.", ErrorCodes.NonNullViolation));
            }
            catch (CoercionError error)
            {
                var at = error.Path.Count == 0 ? "" : $" at \"{variable.Name}{string.Concat(error.Path.Select(p => p is int i ? $"[{i}]" : $".{p}"))}\"";
                errors.Add(Error(variable, $"Variable \"${variable.Name}\" got an invalid value{at}; {error.Message}", error.Code ?? ErrorCodes.VariableType));
            }

            catch (InvalidOperationException)
            {
                // JSON can hold half of a surrogate pair; no string can.
                errors.Add(Error(variable, $"Variable \"${variable.Name}\" holds text that is no Unicode.", ErrorCodes.VariableType));
            }

            if (errors.Count >= 20)
                break;
        }

        return errors.Count == 0 ? values : throw new GraphQLException(errors);
    }

    static IError Error(VariableDefinition variable, string message, string code) =>
        ErrorBuilder.New().SetMessage(message).SetCode(code).SetExtension("variable", variable.Name).Build();
}
