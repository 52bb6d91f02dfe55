using Planable.Data.Workspaces;

namespace Planable.Data.Publishing;

/// <summary>Work that falls due and is taken by one worker at a time, whatever node it runs on.</summary>
public interface ILeased : IBelongToWorkspace
{
    Guid Id { get; }

    /// <summary>When a worker should next do something; null when only a person can.</summary>
    DateTimeOffset? ActAt { get; }

    /// <summary>Also the turn: every claim, act and release changes it, so whoever saves over something newer loses.</summary>
    Guid? LeaseId { get; }

    DateTimeOffset? LeasedUntil { get; }
}
