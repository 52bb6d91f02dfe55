using Planable.Data.Campaigns;
using Planable.Data.Labels;
using Planable.Data.Members;

namespace Planable.Data.Posts;

/// <summary>What it is sorted by: nothing of this is published, so it may change at any time.</summary>
public partial class Post
{
    readonly List<PostLabel> labels = [];

    /// <summary>Needs the labels loaded; removed ones are not among them.</summary>
    public IReadOnlyList<PostLabel> Labels => labels;

    public Guid? CampaignId { get; private set; }

    /// <summary>Null if the campaign was removed.</summary>
    public Campaign? Campaign { get; private set; }

    /// <summary>The removed campaign from which it came to the one it is in: bringing that one back takes it along.</summary>
    public Guid? MergedCampaignId { get; private set; }

    public void Relabel(IReadOnlyCollection<Label> wanted, Member by, DateTimeOffset at)
    {
        MustSort(by);
        var gone = labels.Where(l => wanted.All(w => w.Id != l.LabelId)).ToList();
        var added = wanted.DistinctBy(w => w.Id).Where(w => !labels.Exists(l => l.LabelId == w.Id)).ToList();
        if (gone.Count == 0 && added.Count == 0)
            return;
        foreach (var label in gone)
            labels.Remove(label);
        labels.AddRange(added.Select(label => new PostLabel(Id, label)));
        Reconsider();
        Record(by, "labelled", at, ("labels", labels.Count == 0 ? null : string.Join(", ", labels.Select(l => l.Label.Name).Order(StringComparer.CurrentCultureIgnoreCase))));
        Reroute(f => f with { Labels = [.. labels.Select(l => l.LabelId)] }, by, at);
    }

    /// <param name="campaign">Null takes it out of the one it is in.</param>
    public void Join(Campaign? campaign, Member by, DateTimeOffset at)
    {
        MustSort(by);
        if (campaign?.Id == Campaign?.Id)
            return;
        Campaign = campaign;
        CampaignId = campaign?.Id;
        MergedCampaignId = null;
        Record(by, "joined", at, ("campaign", campaign?.Name));
        Reroute(f => f with { Campaign = campaign?.Id }, by, at);
        // The campaign's name stands in the links of what is planned. What was approved, or is looked at, keeps those it has.
        if (ApprovalState is not (Approvals.ApprovalState.Waiting or Approvals.ApprovalState.Approved) && State == PostState.Scheduled && IsEditable && !IsUnderWay && !deliveries.Exists(d => d.HasBegun) && by.Can(Permission.SchedulePosts))
        {
            var before = Content().Hash();
            TagLinks(by, variants);
            if (Content().Hash() != before)
                Edited(by, at, "links");
        }
    }

    void MustSort(Member by)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this post.");
    }
}
