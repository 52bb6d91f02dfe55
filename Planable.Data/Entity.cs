namespace Planable.Data;

/// <summary>Anything with an identity. Ids are time-ordered and made here, so a child can point at its parent before either is saved.</summary>
public abstract class Entity
{
    public Guid Id { get; protected init; } = Guid.CreateVersion7();
}

/// <summary>Something people edit: the revision grows with every save and guards against overwriting what somebody else saved meanwhile.</summary>
public interface IRevised
{
    int Revision { get; }
}
