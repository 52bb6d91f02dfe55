using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Xml;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>The scalars C# types stand for, named and written as HotChocolate does.</summary>
public static class Scalars
{
    static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static readonly ScalarType Int = Integer("Int", "The `Int` scalar type represents non-fractional signed whole numeric values between -(2^31) and 2^31 - 1.", int.MinValue, int.MaxValue);

    public static readonly ScalarType Float = new NumberScalar<double>("Float",
        text => double.TryParse(text, NumberStyles.Float, Plain, out var d) && double.IsFinite(d) ? d : null,
        value => value is float or int or long or short or byte or decimal && Convert.ToDouble(value, Plain) is var d && double.IsFinite(d) ? d : null,
        (value, json) => json.Number(value), fractions: true)
    { Description = "The `Float` scalar type represents signed double-precision fractional values as specified by IEEE 754." };

    public static readonly ScalarType String = new TextScalar<string>("String", text => text, text => text)
    { Description = "The `String` scalar type represents textual data, represented as UTF-8 character sequences." };

    public static readonly ScalarType Boolean = new BooleanScalar();

    public static readonly ScalarType Id = new IdScalar();

    public static readonly ScalarType Long = Integer("Long", "Whole numbers between -(2^63) and 2^63 - 1.", long.MinValue, long.MaxValue);

    public static readonly ScalarType Short = Integer("Short", "Whole numbers of 16 bits.", short.MinValue, short.MaxValue);

    public static readonly ScalarType UnsignedByte = Integer("UnsignedByte", "Whole numbers between 0 and 255.", byte.MinValue, byte.MaxValue);

    public static readonly ScalarType Decimal = new NumberScalar<decimal>("Decimal",
        text => decimal.TryParse(text, NumberStyles.Float, Plain, out var d) ? d : null,
        value => value is int or long or short or byte ? Convert.ToDecimal(value, Plain) : null,
        (value, json) => json.Number(value), fractions: true)
    { Description = "Decimal fractions of up to 28 digits." };

    public static readonly ScalarType DateTime = new TextScalar<DateTimeOffset>("DateTime", Instants.Read, Instants.Write)
    { Description = "An instant with its offset from UTC, RFC 3339.", SpecifiedBy = "https://scalars.graphql.org/andimarek/date-time.html" };

    public static readonly ScalarType LocalDate = new TextScalar<DateOnly>("LocalDate",
        text => DateOnly.ParseExact(text, "yyyy-MM-dd", Plain), date => date.ToString("yyyy-MM-dd", Plain))
    { Description = "A day without time or zone, yyyy-MM-dd.", SpecifiedBy = "https://scalars.graphql.org/andimarek/local-date.html" };

    public static readonly ScalarType LocalTime = new TextScalar<TimeOnly>("LocalTime",
        text => TimeOnly.ParseExact(text, ["HH:mm:ss.FFFFFFF", "HH:mm"], Plain), time => time.ToString("HH:mm:ss.FFFFFFF", Plain))
    { Description = "A time of day without zone, HH:mm:ss.", SpecifiedBy = "https://scalars.graphql.org/apollographql/localtime-v0.1.html" };

    public static readonly ScalarType Duration = new TextScalar<TimeSpan>("Duration", XmlConvert.ToTimeSpan, XmlConvert.ToString)
    { Description = "A length of time, ISO 8601." };

    public static readonly ScalarType Uuid = new TextScalar<Guid>("UUID", text => Guid.ParseExact(text, "D"), id => id.ToString("D"))
    { Description = "A UUID with hyphens, RFC 9562.", SpecifiedBy = "https://tools.ietf.org/html/rfc4122" };

    public static readonly ScalarType Uri = new TextScalar<Uri>("URI",
        text => System.Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null, uri => uri.OriginalString)
    { Description = "An address, RFC 3986.", SpecifiedBy = "https://tools.ietf.org/html/rfc3986" };

    public static readonly ScalarType Base64 = new TextScalar<byte[]>("Base64String", Convert.FromBase64String, Convert.ToBase64String)
    { Description = "Bytes in base64, RFC 4648." };

    public static readonly ScalarType Any = new AnyScalar();

    static readonly Dictionary<Type, ScalarType> ByClrType = new()
    {
        [typeof(int)] = Int,
        [typeof(double)] = Float,
        [typeof(float)] = Float,
        [typeof(string)] = String,
        [typeof(bool)] = Boolean,
        [typeof(long)] = Long,
        [typeof(short)] = Short,
        [typeof(byte)] = UnsignedByte,
        [typeof(decimal)] = Decimal,
        [typeof(DateTimeOffset)] = DateTime,
        [typeof(DateTime)] = DateTime,
        [typeof(DateOnly)] = LocalDate,
        [typeof(TimeOnly)] = LocalTime,
        [typeof(TimeSpan)] = Duration,
        [typeof(Guid)] = Uuid,
        [typeof(Uri)] = Uri,
        [typeof(byte[])] = Base64,
        [typeof(JsonElement)] = Any,
        [typeof(object)] = Any,
    };

    /// <summary>The scalar a C# type is, or null.</summary>
    public static ScalarType? Of(Type type) => ByClrType.GetValueOrDefault(type);

    public static bool IsBuiltIn(NamedType type) => type == Int || type == Float || type == String || type == Boolean || type == Id;

    static NumberScalar<T> Integer<T>(string name, string description, T min, T max) where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        T? Fit(long number) => number >= long.CreateChecked(min) && number <= long.CreateChecked(max) ? T.CreateChecked(number) : null;
        return new(name,
            // JSON knows one kind of number: 1.0 and 1e3 are whole there.
            text => long.TryParse(text, NumberStyles.AllowLeadingSign, Plain, out var n) ? Fit(n)
                : decimal.TryParse(text, NumberStyles.Float, Plain, out var d) && d == decimal.Truncate(d) && d is >= long.MinValue and <= long.MaxValue ? Fit((long)d) : null,
            value => value is int or long or short or byte or sbyte or ushort or uint ? Fit(Convert.ToInt64(value, Plain)) : null,
            (value, json) => json.Number(long.CreateChecked(value)), fractions: false)
        { Description = description };
    }

    sealed class BooleanScalar : ScalarType
    {
        public BooleanScalar() : base("Boolean") => Description = "The `Boolean` scalar type represents `true` or `false`.";

        public override Type RuntimeType => typeof(bool);
        public override object? FromLiteral(ValueNode node) => node is BooleanNode b ? b.Value : null;
        public override object? FromJson(JsonElement json) => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null;

        public override bool Write(object value, JsonBuffer json)
        {
            if (value is not bool b)
                return false;
            json.Boolean(b);
            return true;
        }
    }

    sealed class IdScalar : ScalarType
    {
        public IdScalar() : base("ID") => Description = "The `ID` scalar type represents a unique identifier. It is written as a string and not meant to be read by people.";

        public override Type RuntimeType => typeof(string);
        public override object? FromLiteral(ValueNode node) => node switch { StringNode s => s.Value, IntNode i => i.Text, _ => null };

        public override object? FromJson(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number when json.GetRawText() is var text && BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, Plain, out _) => text,
            _ => null,
        };

        public override bool Write(object value, JsonBuffer json)
        {
            json.String(value as string ?? Convert.ToString(value, Plain)!);
            return true;
        }
    }
}
