namespace Planable.Web.GraphQL.Engine;

/// <summary>What stands in <c>extensions.code</c>: stable, unlike the messages.</summary>
public static class ErrorCodes
{
    public const string Syntax = "HC0014";
    public const string VariableType = "HC0016";
    public const string NonNullViolation = "HC0018";
    public const string InvalidJson = "HC0011";
    public const string InvalidRequest = "HC0009";
    public const string PersistedQueryNotFound = "HC0020";
    public const string OnlyPersistedOperations = "HC0067";
    public const string Timeout = "HC0045";
    public const string IntrospectionOff = "HC0046";
    public const string CostExceeded = "HC0047";
    public const string PageTooLarge = "HC0051";
    public const string PageBoundaryMissing = "HC0052";
    public const string PageTooSmall = "HC0079";
    public const string InvalidCursor = "HC0078";
    public const string OneOfNone = "HC0054";
    public const string OneOfMany = "HC0055";
    public const string OneOfNull = "HC0056";
    public const string NoAcceptableMediaType = "HC0063";
    public const string TooManyNodes = "HC0076";
    public const string PreflightMissing = "HC0077";
    public const string OneSlicingArgument = "HC0082";
    public const string IntrospectionTooDeep = "HC0086";
    public const string FieldCycleTooDeep = "HC0087";
    public const string MergeBudget = "HC0107";
    public const string DepthExceeded = "MAX_DEPTH_EXCEEDED";
    public const string TooLarge = "OPERATION_TOO_LARGE";
    public const string BodyTooLarge = "BODY_TOO_LARGE";
    public const string InvalidId = "INVALID_ID";
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";
    public const string Unexpected = "UNEXPECTED";
    public const string Validation = "VALIDATION";
}
