using System.Collections;
using System.Globalization;
using System.Reflection;
using Planable.Web.GraphQL.Engine.Annotations;
using Planable.Web.GraphQL.Engine.Data;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>Arguments and input objects: their fields from C#, and the way back from what was sent to C# values.</summary>
sealed class InputTypes(Func<TypeRegistry> registry)
{
    public void Fill(InputObjectType type, Type clr)
    {
        var constructor = clr.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault(c => c.GetParameters() is not [{ ParameterType: var only }] || only != clr)
            ?? throw new InvalidOperationException($"{clr} needs a public constructor.");
        var parameters = constructor.GetParameters();
        var setters = new List<(InputField Field, PropertyInfo Property)>();
        var byParameter = new InputField?[parameters.Length];
        foreach (var property in clr.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && !Naming.Ignored(p)))
        {
            var position = Array.FindIndex(parameters, p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (position < 0 && property.SetMethod is not { IsPublic: true })
                continue;
            var field = FieldOf(property, position < 0 ? null : parameters[position], type.IsOneOf);
            type.Add(field);
            if (position >= 0)
                byParameter[position] = field;
            else
                setters.Add((field, property));
        }

        var invoker = ConstructorInvoker.Create(constructor);
        type.Create = input =>
        {
            var values = new object?[parameters.Length];
            for (var i = 0; i < values.Length; i++)
                values[i] = byParameter[i] is { } field && input.TryGetValue(field.Name, out var sent) ? Given(parameters[i].ParameterType, field.ToClr(sent)) : Absent(parameters[i]);
            var made = invoker.Invoke(values.AsSpan());
            foreach (var (field, property) in setters)
            {
                if (input.TryGetValue(field.Name, out var sent))
                    property.SetValue(made, Given(property.PropertyType, field.ToClr(sent)));
            }

            return made;
        };
    }

    /// <summary>An argument for a parameter of a resolver.</summary>
    public InputField ArgumentOf(ParameterInfo parameter)
    {
        var shape = ClrShape.Of(parameter);
        var id = parameter.GetCustomAttribute<IDAttribute>();
        var type = TypeOf(shape, id, forceNullable: false);
        return new(parameter.GetCustomAttribute<ArgumentAttribute>()?.Name ?? Naming.Given(parameter) ?? Naming.Camel(parameter.Name!), type)
        {
            Description = Naming.Description(parameter),
            DeprecationReason = Naming.Deprecation(parameter),
            Default = DefaultOf(parameter, parameter, type),
            ToClr = Converter(type, shape, id is null ? null : (id, IdName(id))),
        };
    }

    /// <summary>What a parameter gets when nothing was sent.</summary>
    public static object? Absent(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter is { HasDefaultValue: true, DefaultValue: not null })
            return type.IsEnum || System.Nullable.GetUnderlyingType(type)?.IsEnum == true ? Enum.ToObject(System.Nullable.GetUnderlyingType(type) ?? type, parameter.DefaultValue) : parameter.DefaultValue;
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    /// <summary>The value as the parameter takes it: an optional one remembers that it was sent.</summary>
    public static object? Given(Type type, object? value)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>))
            return Activator.CreateInstance(type, [value]);
        return value is null && type.IsValueType ? Activator.CreateInstance(type) : value;
    }

    InputField FieldOf(PropertyInfo property, ParameterInfo? parameter, bool oneOf)
    {
        var shape = ClrShape.Of(property);
        var id = property.GetCustomAttribute<IDAttribute>() ?? parameter?.GetCustomAttribute<IDAttribute>();
        var optional = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Optional<>);
        var type = TypeOf(shape, id, forceNullable: oneOf || optional);
        return new(Naming.Given(property) ?? (parameter is null ? null : Naming.Given(parameter)) ?? Naming.Camel(property.Name), type)
        {
            Description = Naming.Description(property) ?? (parameter is null ? null : Naming.Description(parameter)),
            DeprecationReason = Naming.Deprecation(property) ?? (parameter is null ? null : Naming.Deprecation(parameter)),
            Default = DefaultOf(property, parameter, type),
            ToClr = Converter(type, shape, id is null ? null : (id, IdName(id))),
        };
    }

    GraphType TypeOf(ClrShape shape, IDAttribute? id, bool forceNullable)
    {
        var type = id is null ? registry().Input(shape) : IdTypes.Shape(shape);
        if (id is not null)
            registry().Named(Scalars.Id.Name, () => Scalars.Id);
        return forceNullable ? type.Nullable : type;
    }

    string? IdName(IDAttribute id) => id.TypeName ?? (id.Type is null ? null : Naming.Type(id.Type));

    static Func<object?, object?> Converter(GraphType type, ClrShape shape, (IDAttribute Attribute, string? Name)? id)
    {
        shape = shape.Unwrapped;
        switch (type.Nullable)
        {
            case ListType list:
                var item = shape.Item!;
                var each = Converter(list.Item, item, id);
                return value => value is List<object?> items ? Collect(items, each, shape.Type, item.Type) : value;
            case InputObjectType input:
                return value => value is InputObject sent ? input.Create!(sent) : value;
            case var leaf when leaf == Scalars.Id && id is { } known:
                // A plain [ID] on a string, or of no particular type, keeps what was sent where that is no global id.
                return value => value is not string text ? value
                    : known.Name is null && GlobalIds.TryRead(text) is null && shape.Type == typeof(string) ? text
                    : GlobalIds.Read(text, known.Name, shape.Type);
            default:
                return value => Fit(value, shape.Type);
        }
    }

    static object Collect(List<object?> items, Func<object?, object?> each, Type target, Type item)
    {
        var array = Array.CreateInstance(item, items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(each(items[i]), i);
        if (target.IsAssignableFrom(array.GetType()))
            return array;
        var sequence = typeof(IEnumerable<>).MakeGenericType(item);
        return target.GetConstructor([sequence])?.Invoke([array]) ?? throw new InvalidOperationException($"{target} cannot be filled from a list.");
    }

    static object? Fit(object? value, Type type) => value switch
    {
        null => null,
        DateTimeOffset at when type == typeof(DateTime) => at.UtcDateTime,
        IConvertible number when type.IsPrimitive && value.GetType() != type => Convert.ChangeType(number, type, CultureInfo.InvariantCulture),
        _ => value,
    };

    static ValueNode? DefaultOf(ICustomAttributeProvider member, ParameterInfo? parameter, GraphType type)
    {
        var syntax = member.GetCustomAttributes(typeof(DefaultValueSyntaxAttribute), false).Cast<DefaultValueSyntaxAttribute>()
            .Concat(parameter?.GetCustomAttributes<DefaultValueSyntaxAttribute>() ?? []).FirstOrDefault();
        if (syntax is not null)
            return Parser.ParseValue(syntax.Syntax);
        var given = member.GetCustomAttributes(typeof(DefaultValueAttribute), false).Cast<DefaultValueAttribute>()
            .Concat(parameter?.GetCustomAttributes<DefaultValueAttribute>() ?? []).FirstOrDefault();
        if (given is not null)
            return Literal(given.Value, type.Nullable);
        return parameter is { HasDefaultValue: true, DefaultValue: not null } && parameter.ParameterType.IsGenericType is false ? Literal(Absent(parameter), type.Nullable)
            : parameter is { HasDefaultValue: true, DefaultValue: not null } && System.Nullable.GetUnderlyingType(parameter.ParameterType) is not null ? Literal(Absent(parameter), type.Nullable) : null;
    }

    static ValueNode Literal(object? value, GraphType type) => value switch
    {
        null => new NullNode(),
        bool b => new BooleanNode { Value = b },
        Enum e => new EnumNode { Value = ((EnumType)type.Named).FindValue(e)!.Name },
        string s => type.Named is EnumType ? new EnumNode { Value = s } : new StringNode { Value = s },
        double or float or decimal => Parser.ParseValue(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        IEnumerable list => new ListNode { Items = [.. list.Cast<object?>().Select(item => Literal(item, ((ListType)type).Item.Nullable))] },
        IFormattable number => new IntNode { Text = number.ToString(null, CultureInfo.InvariantCulture) },
        _ => throw new InvalidOperationException($"{value.GetType()} cannot be a default."),
    };
}

/// <summary>Types of global ids: the lists and nulls of the member, with <c>ID</c> inside.</summary>
static class IdTypes
{
    public static GraphType Shape(ClrShape shape)
    {
        shape = shape.Unwrapped;
        GraphType type = shape.Item is { } item ? new ListType(Shape(item)) : Scalars.Id;
        return shape.Nullable ? type : new NonNullType(type);
    }
}
