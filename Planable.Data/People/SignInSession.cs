namespace Planable.Data.People;

/// <summary>One sign-in on one device. Ending it ends the device's access at its next request.</summary>
public class SignInSession : Entity
{
    SignInSession()
    {
    }

    public SignInSession(Guid personId, string device, string address, DateTimeOffset at)
    {
        PersonId = personId;
        Device = device;
        Address = address;
        StartedAt = at;
        SeenAt = at;
    }

    public Guid PersonId { get; private set; }

    public string Device { get; private set; } = "";

    public string Address { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset SeenAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public void Seen(DateTimeOffset at) => SeenAt = at;

    public void End(DateTimeOffset at) => EndedAt ??= at;
}
