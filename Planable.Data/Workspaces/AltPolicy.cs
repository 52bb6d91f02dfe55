namespace Planable.Data.Workspaces;

/// <summary>What a client wants of alternative texts.</summary>
public enum AltPolicy
{
    Off,

    /// <summary>Missing ones are pointed out.</summary>
    Recommended,

    /// <summary>Nothing is scheduled, published or handed in for approval with a picture that has none.</summary>
    Required,
}
