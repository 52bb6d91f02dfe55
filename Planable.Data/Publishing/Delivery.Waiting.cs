namespace Planable.Data.Publishing;

/// <summary>Nothing stands in its way but time: it waits without having been tried, and has not failed.</summary>
public partial class Delivery
{
    /// <summary>Nothing stands in its way but time: it waits without having been tried, and has not failed.</summary>
    public bool IsPatient => State is DeliveryState.Waiting or DeliveryState.Preparing && IsPatience(FailureCode);

    public static bool IsPatience(string? code) => code is LineCut or LineSlow or LineLater or QuotaFull or MediaPending;

    /// <summary>A video is still being made into what the network takes.</summary>
    public void AwaitMedia(string words, DateTimeOffset next, DateTimeOffset at) => Await(MediaPending, "converting", words, next, at);

    /// <summary>Its account takes no more for now.</summary>
    public void AwaitRoom(string words, DateTimeOffset next, DateTimeOffset at) => Await(QuotaFull, "waiting", words, next, at);

    /// <summary>Its network is away for everybody, or takes fewer at a time.</summary>
    public void AwaitLine(string code, string words, DateTimeOffset next, DateTimeOffset at)
    {
        if (State is DeliveryState.Waiting or DeliveryState.Preparing)
        {
            Await(code, "waiting", words, next, at);
            return;
        }

        // It may be out: what is known of that stays, only the next look is put off.
        ActAt = next;
        Release();
    }

    /// <summary>Nothing was tried, and waiting for it is not being late.</summary>
    void Await(string code, string kind, string words, DateTimeOffset next, DateTimeOffset at)
    {
        if (FailureCode != code)
            Note(at, kind, words, code);
        Remember(new Failure(Publishing.FailureClass.Transient, code, words));
        State = HasBegun ? DeliveryState.Preparing : DeliveryState.Waiting;
        ActAt = next;
        Release();
    }
}
