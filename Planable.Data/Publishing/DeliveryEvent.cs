namespace Planable.Data.Publishing;

/// <summary>One step on a delivery's timeline, for the person who asks what happened.</summary>
public class DeliveryEvent : Entity, Workspaces.IBelongToWorkspace
{
    DeliveryEvent()
    {
    }

    internal DeliveryEvent(Guid deliveryId, DateTimeOffset at, string kind, string? words, string? code)
    {
        DeliveryId = deliveryId;
        At = at;
        Kind = kind;
        Words = words;
        Code = code;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid DeliveryId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string Kind { get; private set; } = "";

    public string? Words { get; private set; }

    public string? Code { get; private set; }
}
