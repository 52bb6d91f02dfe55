using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>
/// One <c>input</c>, one payload: <c>updatePost(input: UpdatePostInput!): UpdatePostPayload!</c>. Exceptions a mutation declares with <c>[Error]</c>
/// are data, in the payload's <c>errors</c>.
/// </summary>
sealed class MutationConventions(Func<TypeRegistry> registry, FieldBuilder fields, ResolverBuilder resolvers, ParameterBinder parameters, ErrorTypes errors)
{
    public Field Of(MethodInfo method, ObjectType owner)
    {
        var options = method.GetCustomAttribute<UseMutationConventionAttribute>();
        if (options?.Disable == true)
            return fields.OfMethod(method, onParent: false, owner.Name, mutation: true);
        if (method.ReturnType == typeof(Task) || method.ReturnType == typeof(ValueTask) || method.ReturnType == typeof(void))
            throw new InvalidOperationException($"{method.DeclaringType!.Name}.{method.Name} must return a value.");

        var name = Naming.Field(method);
        var stem = Naming.Pascal(name);
        var field = FieldBuilder.Describe(new(name, null!), method);
        var (input, resolve) = Input(method, options?.InputTypeName ?? $"{stem}Input");
        if (input is not null)
            field.Arguments.Add(input);

        var inner = new Field("value", null!);
        fields.Finish(inner, method, ClrShape.Of(method.ReturnParameter), resolve, needsScope: false, owner.Name);
        var known = errors.Of(method);
        field.Type = new NonNullType(Payload(method, inner, stem, options, known));
        var run = inner.Resolver!;
        field.Resolver = context => Run(run, known, context);
        return field;
    }

    static async ValueTask<object?> Run(Resolver run, IReadOnlyList<ErrorTypes.Known> known, ResolverContext context)
    {
        try
        {
            return new Outcome(await run(context), null);
        }
        catch (Exception thrown)
        {
            context.Request.MutationFailed?.Invoke();
            var all = thrown is AggregateException many ? many.InnerExceptions : [thrown];
            var data = all.Select(e => known.Select(k => k.Make(e)).FirstOrDefault(made => made is not null)).ToList();
            // One that was not declared makes the whole an error like any other.
            if (data.Contains(null))
                throw;
            context.Request.DeclaredErrors.AddRange(data!);
            return new Outcome(null, data!);
        }
    }

    (InputField? Input, Resolver Resolve) Input(MethodInfo method, string name)
    {
        var sent = method.GetParameters().Where(parameters.IsArgument).ToList();
        if (sent is [{ Name: "input" } single] && Naming.Input(single.ParameterType) == name)
        {
            var call = resolvers.Of(method, onParent: false);
            return (call.Arguments[0], call.Resolve);
        }

        var found = new ParameterBinder.Found();
        var bindings = method.GetParameters().Select(p => parameters.Bind(p, found)).ToArray();
        if (found.Arguments.Count == 0)
            return (null, resolvers.Of(method, onParent: false, bindings, found).Resolve);

        var type = registry().Named(name, () => new InputObjectType(name) { Description = $"What {Naming.Field(method)} takes." });
        foreach (var argument in found.Arguments)
            type.Add(argument);
        for (var i = 0; i < bindings.Length; i++)
        {
            var parameter = method.GetParameters()[i];
            if (sent.Contains(parameter))
                bindings[i] = FromInput(parameter, found.Arguments[sent.IndexOf(parameter)]);
        }

        return (new("input", new NonNullType(type)), resolvers.Of(method, onParent: false, bindings, found).Resolve);
    }

    static Binding FromInput(ParameterInfo parameter, InputField field)
    {
        var absent = InputTypes.Absent(parameter);
        return context => context.ArgumentValue<InputObject>("input").TryGetValue(field.Name, out var value) ? InputTypes.Given(parameter.ParameterType, field.ToClr(value)) : absent;
    }

    ObjectType Payload(MethodInfo method, Field value, string stem, UseMutationConventionAttribute? options, IReadOnlyList<ErrorTypes.Known> known)
    {
        var name = options?.PayloadTypeName ?? $"{stem}Payload";
        var payload = registry().Named(name, () => new ObjectType(name) { Description = $"What {Naming.Camel(stem)} came to." });
        var returned = value.Type.Named;
        payload.Add(new(options?.PayloadFieldName ?? ValueName(method, returned, value.Type), value.Type.Nullable) { Description = "As it is now; null if nothing was done.", Getter = outcome => ((Outcome)outcome).Value });
        if (known.Count > 0)
            payload.Add(new("errors", new ListType(new NonNullType(errors.Union(stem, known)))) { Description = "Why nothing was done; null if it was.", Getter = outcome => ((Outcome)outcome).Errors });
        return payload;
    }

    static string ValueName(MethodInfo method, NamedType type, GraphType full) =>
        full.IsList && type is not ScalarType ? throw new InvalidOperationException($"{method.Name} returns a list: give it a PayloadFieldName.") : Naming.Camel(type.Name);

    /// <summary>What a mutation came to; its payload reads from it.</summary>
    public sealed record Outcome(object? Value, List<object>? Errors);
}
