namespace Planable.Data.Publishing;

public enum DeliveryState
{
    /// <summary>Not due, or between tries: nothing was sent.</summary>
    Waiting,

    /// <summary>A worker uploads and looks things up: nothing visible yet.</summary>
    Preparing,

    /// <summary>The one mutating call may be under way. Found after a crash, the network is asked before anything else.</summary>
    Armed,

    /// <summary>The network has taken it and is working on it.</summary>
    Confirming,
    Published,
    Failed,

    /// <summary>Stopped before sending: a person decides.</summary>
    Held,

    /// <summary>The network cannot say whether it is out: a person looks.</summary>
    Unknown,
}

public enum HoldReason
{
    /// <summary>Found too late after its time.</summary>
    Late,
    Paused,

    /// <summary>The content is not what the version says: somebody changed it past the product.</summary>
    ContentChanged,

    /// <summary>The channel needs a person to sign in again.</summary>
    ChannelBroken,

    /// <summary>The channel is only planned so far.</summary>
    NotConnected,

    /// <summary>A file of the post may no longer be shown.</summary>
    Rights,

    /// <summary>Its day was blacked out after it was planned.</summary>
    Blackout,

    /// <summary>Its account takes no more for now, and the client wants to be asked.</summary>
    Quota,

    /// <summary>A file of the post was deleted.</summary>
    FileGone,

    /// <summary>The client's posts go out only when they are approved, and this one is not.</summary>
    NotApproved,
}
