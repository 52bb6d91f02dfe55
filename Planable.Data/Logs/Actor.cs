namespace Planable.Data.Logs;

public enum ActorKind
{
    Member,
    Link,
    Token,
    Planable,
}

/// <summary>The way an act came in.</summary>
public enum Via
{
    Web,
    Api,
    Link,
    Mail,
    Job,
}

/// <summary>Who may read about something: the agency's team only, or the client too.</summary>
public enum Audience
{
    Team,
    Client,
}

/// <summary>Who did it. The name is kept as it was at the time.</summary>
public sealed record Actor(ActorKind Kind, Guid? Id, string Name)
{
    /// <summary>What happens without a person.</summary>
    public static Actor Planable { get; } = new(ActorKind.Planable, null, "Planable");
}
