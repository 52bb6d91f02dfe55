using System.Reflection;
using System.Text;
using Planable.Web.GraphQL.Engine.Annotations;

namespace Planable.Web.GraphQL.Engine.Building;

/// <summary>How C# names become GraphQL's, by HotChocolate's rules.</summary>
static class Naming
{
    public static string Field(MemberInfo member)
    {
        if (Given(member) is { } given)
            return given;
        var name = member.Name;
        if (member is MethodInfo method)
        {
            if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]))
                name = name[3..];
            if (name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 && IsAsync(method.ReturnType))
                name = name[..^5];
        }

        return Camel(name);
    }

    public static string Event(MethodInfo method)
    {
        var name = method.Name.StartsWith("On", StringComparison.Ordinal) && method.Name.Length > 2 && char.IsUpper(method.Name[2]) ? method.Name[2..] : method.Name;
        return Given(method) ?? Camel(name.EndsWith("Async", StringComparison.Ordinal) && IsAsync(method.ReturnType) ? name[..^5] : name);
    }

    public static string Type(Type type)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>() is { } given)
            return given.Name;
        var name = type.GetCustomAttribute<ObjectTypeAttribute>()?.Name ?? type.GetCustomAttribute<InterfaceTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<UnionTypeAttribute>()?.Name ?? type.GetCustomAttribute<EnumTypeAttribute>()?.Name;
        if (name is not null)
            return name;
        if (!type.IsGenericType)
            return type.Name;
        var tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        return $"{type.Name[..tick]}Of{string.Join("And", type.GetGenericArguments().Select(Type))}";
    }

    public static string Input(Type type)
    {
        if (type.GetCustomAttribute<InputObjectTypeAttribute>()?.Name is { } given)
            return given;
        var name = Type(type);
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    /// <summary>A leading run of capitals is lowered as one, but its last letter where a word begins: IPAddress is ipAddress.</summary>
    public static string Camel(string name)
    {
        var capitals = 0;
        while (capitals < name.Length && char.IsUpper(name[capitals]))
            capitals++;
        var lowered = capitals <= 1 || capitals == name.Length ? capitals : char.IsLower(name[capitals]) ? capitals - 1 : capitals;
        return name[..lowered].ToLowerInvariant() + name[lowered..];
    }

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>UPPER_SNAKE; a name all in capitals stays.</summary>
    public static string EnumValue(string name)
    {
        if (name.All(c => !char.IsLower(c)))
            return name;
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var starts = i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            snake.Append(starts && name[i - 1] != '_' ? "_" : "").Append(char.ToUpperInvariant(name[i]));
        }

        return snake.ToString();
    }

    public static string? Given(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(GraphQLNameAttribute), false) is [GraphQLNameAttribute name, ..] ? name.Name : null;

    public static string? Description(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(GraphQLDescriptionAttribute), false) is [GraphQLDescriptionAttribute description, ..] ? description.Description : CodeComments.Of(member);

    public static string? Deprecation(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(GraphQLDeprecatedAttribute), false) is [GraphQLDeprecatedAttribute deprecated, ..] ? deprecated.Reason
        : member.GetCustomAttributes(typeof(ObsoleteAttribute), false) is [ObsoleteAttribute obsolete, ..] ? obsolete.Message ?? "No longer supported" : null;

    public static bool Ignored(ICustomAttributeProvider member) => member.IsDefined(typeof(GraphQLIgnoreAttribute), false);

    static bool IsAsync(Type type) =>
        type == typeof(Task) || (type.IsGenericType && type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>) || open == typeof(IAsyncEnumerable<>)));
}
