namespace Planable.Web.GraphQL.Door;

/// <summary>Codes of errors that come from the door. Those of broken rules are the rules' own, those of the protocol the engine's.</summary>
public static class ApiCodes
{
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string WorkspaceMissing = "WORKSPACE_MISSING";
    public const string ScopeMissing = "SCOPE_MISSING";
    public const string Throttled = "THROTTLED";
    public const string NotFound = "NOT_FOUND";
    public const string NotAllowed = "NOT_ALLOWED";
    public const string Conflict = "CONFLICT";
    public const string MediaAway = "MEDIA_AWAY";
    public const string KeyReused = "IDEMPOTENCY_KEY_REUSED";
    public const string KeyBusy = "IDEMPOTENCY_KEY_BUSY";
    public const string KeyWrong = "IDEMPOTENCY_KEY_WRONG";
}
