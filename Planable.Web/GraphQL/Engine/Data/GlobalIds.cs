using System.ComponentModel;
using System.Globalization;
using System.Text;
using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Web.GraphQL.Engine.Data;

/// <summary>Ids that are unique over all types: base64 of <c>Type:rawId</c>.</summary>
public static class GlobalIds
{
    public static string Write(string typeName, object rawId) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{Convert.ToString(rawId, CultureInfo.InvariantCulture)}"));

    /// <summary>The type and the raw id, or null for what is no global id.</summary>
    public static (string TypeName, string RawId)? TryRead(string id)
    {
        try
        {
            var text = new UTF8Encoding(false, true).GetString(Convert.FromBase64String(id));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 ? (text[..colon], text[(colon + 1)..]) : null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The raw id as the C# type wants it; ids of other types are refused.</summary>
    public static object Read(string id, string? typeName, Type type)
    {
        if (TryRead(id) is not { } parts || (typeName is not null && parts.TypeName != typeName))
            throw new GraphQLException(ErrorBuilder.New().SetMessage(typeName is null ? "This is no id." : $"This is no id of a {typeName}.").SetCode(ErrorCodes.InvalidId).Build());
        return Raw(parts.RawId, type);
    }

    /// <summary>Reads the raw part.</summary>
    public static object Raw(string rawId, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            return type == typeof(string) ? rawId : type == typeof(Guid) ? Guid.Parse(rawId, CultureInfo.InvariantCulture) : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(rawId)!;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
        {
            throw new GraphQLException(ErrorBuilder.New().SetMessage("This is no id.").SetCode(ErrorCodes.InvalidId).Build());
        }
    }
}
