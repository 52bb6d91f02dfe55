using Microsoft.Extensions.Localization;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Publishing;

/// <summary>The one thing that helps with a failed delivery.</summary>
public enum Remedy
{
    Retry,
    Edit,
    Reconnect,
}

/// <summary>Deliveries in sentences.</summary>
public sealed class DeliveryWords(IStringLocalizer<Words> words, TimeWords times)
{
    /// <summary>Mark and word for where it stands.</summary>
    public (string Mark, string Word) State(DeliveryView delivery) =>
        delivery.State switch
        {
            DeliveryState.Waiting or DeliveryState.Preparing when Delivery.IsPatience(delivery.FailureCode) => ("scheduled", words["Waits"]),
            DeliveryState.Published when delivery.RemovedAt is not null => ("draft", words["Removed"]),
            DeliveryState.Waiting when delivery.FailureClass is not null => ("publishing", words["Trying again"]),
            DeliveryState.Waiting => ("scheduled", words["Scheduled"]),
            DeliveryState.Preparing when delivery.IsHalfOut && delivery.FailureClass is not null => ("publishing", words["Trying again"]),
            DeliveryState.Preparing => ("publishing", words["Preparing"]),
            DeliveryState.Armed when delivery.FailureClass is not null => ("publishing", words["Checking"]),
            DeliveryState.Armed => ("publishing", words["Sending"]),
            DeliveryState.Confirming => ("publishing", words["The network is working on it"]),
            DeliveryState.Published => ("published", words["Published"]),
            DeliveryState.Failed => ("failed", words["Failed"]),
            DeliveryState.HandedOver => ("publishing", words["Waiting for {0}'s phone", First(delivery.HandedTo)]),
            DeliveryState.Held when delivery.IsInHand => ("held", words["Waiting for {0}'s phone, overdue", First(delivery.HandedTo)]),
            DeliveryState.Held => ("held", words["Held"]),
            _ => ("unknown", words["Unknown, please confirm"]),
        };

    public (string Mark, string Word) State(CommentView comment) =>
        comment.State switch
        {
            DeliveryState.Waiting when Delivery.IsPatience(comment.FailureCode) => ("scheduled", words["Comment waits"]),
            DeliveryState.Waiting when comment.FailureClass is not null => ("publishing", words["Comment is tried again"]),
            DeliveryState.Waiting => ("scheduled", words["Comment follows"]),
            DeliveryState.Armed when comment.FailureClass is not null => ("publishing", words["Checking the comment"]),
            DeliveryState.Armed or DeliveryState.Preparing or DeliveryState.Confirming => ("publishing", words["Comment is being sent"]),
            DeliveryState.Published => ("published", words["Comment is out"]),
            DeliveryState.Failed => ("failed", words["Comment failed"]),
            DeliveryState.Held => ("held", words["Comment is held"]),
            _ => ("unknown", words["Comment unknown, please confirm"]),
        };

    /// <summary>What happens next, or what happened; null where the state says it all.</summary>
    public string? Sentence(DeliveryView delivery) =>
        delivery.State switch
        {
            DeliveryState.Waiting or DeliveryState.Preparing when Delivery.IsPatience(delivery.FailureCode) && delivery.ActAt is { } turn => words["{0} Next: {1}.", words[delivery.FailureWords ?? ""], times.Full(turn)],
            DeliveryState.Waiting when delivery.FailureClass is not null && delivery.ActAt is { } next =>
                words["{0} Tried again {1}.", words[delivery.FailureWords ?? ""], times.Full(next)],
            DeliveryState.Waiting when delivery.PhoneName is { } phone => words["Goes to {0}'s phone {1}, and {0} publishes it.", First(phone), times.Full(delivery.DueAt)],
            DeliveryState.HandedOver => words["{0} publishes it by hand and says when it is out.", delivery.HandedTo ?? ""],
            DeliveryState.Waiting when delivery.ChannelState == ChannelState.Planned => words["Is held {0} unless {1} is connected before.", times.Full(delivery.DueAt), delivery.Channel],
            DeliveryState.Waiting => words["Goes out {0}.", times.Full(delivery.DueAt)],
            DeliveryState.Armed when delivery.FailureWords is { } why => words["{0} Planable asks the network whether the post is out, and sends nothing meanwhile.", words[why]],
            DeliveryState.Failed or DeliveryState.Held or DeliveryState.Unknown => delivery.FailureWords is { } why ? words[why].Value : null,
            _ => null,
        };

    public Remedy RemedyFor(DeliveryView delivery) =>
        delivery switch
        {
            { ChannelState: not ChannelState.Connected } => Remedy.Reconnect,
            { FailureClass: FailureClass.Permanent, PartsOut: null } => Remedy.Edit,
            _ => Remedy.Retry,
        };

    /// <summary>One step of the timeline.</summary>
    public string Step(DeliveryEvent step) =>
        step.Kind switch
        {
            "armed" => words["Sent to the network"],
            "accepted" => words["The network took it and works on it"],
            "part" => words["Part {0} is out", step.Words ?? ""],
            "ended" => words["{0} let the thread end here", step.Words ?? ""],
            "published" => words["The network confirmed it is out"],
            "found" => words["Found on the network: it is out"],
            "waiting" => words["Waits. {0}", words[step.Words ?? ""]],
            "retry" => words["Not sent. {0}", words[step.Words ?? ""]],
            "lost" => words["No clear answer. {0}", words[step.Words ?? ""]],
            "absent" => words["Looked twice: it is surely not out, so it is sent again"],
            "failed" => words["Failed. {0}", words[step.Words ?? ""]],
            "held" => words["Held. {0}", words[step.Words ?? ""]],
            "unknown" => words["Nobody can tell by itself. {0}", words[step.Words ?? ""]],
            "handed" => words["Sent to {0}'s phone", step.Words ?? ""],
            "by-hand" => words["{0} published it by hand", step.Words ?? ""],
            "asked" => words["{0} had it sent", step.Words ?? ""],
            "postponed" => words["{0} gave it a new time", step.Words ?? ""],
            "confirmed" => words["{0} looked: it is out", step.Words ?? ""],
            "edit-asked" => words["{0} changed the words", step.Words ?? ""],
            "edited-live" => words["The network shows the words of {0}", step.Words ?? ""],
            "removal-asked" => words["{0} wants it off the network", step.Words ?? ""],
            "removed-live" => words["Off the network, as {0} wanted", step.Words ?? ""],
            "found-outside" => words["Found on the network: it was published past Planable"],
            "recognised" => words["Recognised among the posts of the network"],
            "denied" => words["{0} looked: it is not out", step.Words ?? ""],
            _ => step.Words ?? step.Kind,
        };

    /// <summary>"Pia" of "Pia Publisher".</summary>
    static string First(string? name) => name?.Split(' ', 2)[0] ?? "";

    /// <summary>Polls of the same kind in a row are one line, told by the last.</summary>
    public static IEnumerable<DeliveryEvent> Told(IReadOnlyList<DeliveryEvent> events) =>
        events.Where((e, i) => i + 1 == events.Count || events[i + 1].Kind != e.Kind || e.Kind is not ("accepted" or "lost") || events[i + 1].Words != e.Words && e.Kind == "lost");
}
