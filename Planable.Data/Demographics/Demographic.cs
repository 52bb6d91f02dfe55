using Planable.Data.Workspaces;

namespace Planable.Data.Demographics;

/// <summary>By what people are told apart.</summary>
public enum Dimension
{
    Age,
    Country,
    Language,
}

/// <summary>Of whom a network tells it.</summary>
public enum AudienceOf
{
    Followers,
    Viewers,
}

/// <param name="Key">"25-34", an ISO country, a language tag.</param>
/// <param name="Value">As the network tells it: people, views or percent. What counts is its part of all that was told.</param>
public sealed record DemographicGroup(string Key, double Value);

/// <summary>What a network answered.</summary>
/// <param name="Field">What the network calls it.</param>
public sealed record ToldDemographics(Dimension By, AudienceOf Of, string Field, IReadOnlyList<DemographicGroup> Groups);

/// <summary>Who followed or watched an account at one moment, as its network told it then. Never changed: the next reading stands beside it.</summary>
public class Demographic : Entity, IBelongToWorkspace
{
    Demographic()
    {
    }

    public Demographic(Guid channelId, ToldDemographics told, DateTimeOffset at) =>
        (ChannelId, By, Of, Field, Groups, ReadAt) = (channelId, told.By, told.Of, told.Field, [.. told.Groups], at);

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Dimension By { get; private set; }

    public AudienceOf Of { get; private set; }

    public string Field { get; private set; } = "";

    public List<DemographicGroup> Groups { get; private set; } = [];

    public DateTimeOffset ReadAt { get; private set; }
}
