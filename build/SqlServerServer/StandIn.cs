#nullable enable
// Microsoft.Data.SqlClient loads an assembly of this name for the attributes and interfaces of user-defined SQL CLR types.
// The package is missing from some feeds and nothing here uses such types, so their shapes are enough.
// Building with FullPackageGraph=true takes the package instead.
#pragma warning disable CA1028, CA1051, CA1711, CA1813, MA0048, CA1019, CA1018, CA1008, MA0062

namespace Microsoft.SqlServer.Server;

public interface IBinarySerialize
{
    void Read(BinaryReader r);

    void Write(BinaryWriter w);
}

public enum Format
{
    Unknown,
    Native,
    UserDefined,
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    public Format Format { get; } = format;

    public bool IsByteOrdered { get; set; }

    public bool IsFixedLength { get; set; }

    public int MaxByteSize { get; set; }

    public string? Name { get; set; }

    public string? ValidationMethodName { get; set; }
}

[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue | AttributeTargets.Parameter)]
public class SqlFacetAttribute : Attribute
{
    public bool IsFixedLength { get; set; }

    public bool IsNullable { get; set; }

    public int MaxSize { get; set; }

    public int Precision { get; set; }

    public int Scale { get; set; }
}

public enum DataAccessKind
{
    None,
    Read,
}

public enum SystemDataAccessKind
{
    None,
    Read,
}

[AttributeUsage(AttributeTargets.Method)]
public class SqlFunctionAttribute : Attribute
{
    public DataAccessKind DataAccess { get; set; }

    public bool IsDeterministic { get; set; }

    public bool IsPrecise { get; set; }

    public SystemDataAccessKind SystemDataAccess { get; set; }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class SqlMethodAttribute : SqlFunctionAttribute
{
    public bool InvokeIfReceiverIsNull { get; set; }

    public bool IsMutator { get; set; }

    public bool OnNullCall { get; set; } = true;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SqlUserDefinedAggregateAttribute(Format format) : Attribute
{
    public Format Format { get; } = format;
}
