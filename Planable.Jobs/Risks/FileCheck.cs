using Planable.Data.Risks;
using Planable.Jobs.Media;

namespace Planable.Jobs.Risks;

/// <summary>Files that are no longer in the media store, looked for on the last day.</summary>
public sealed class FileCheck(IMediaStore store) : IPreflightCheck
{
    public async Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel)
    {
        var near = round.Posts.Where(p => p.ScheduledAt <= round.Now + Preflight.Day).ToList();
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sha256 in near.SelectMany(p => p.Media).Select(m => m.Asset.Published.Sha256).Distinct())
        {
            if (!await store.Has(sha256, cancel))
                missing.Add(sha256);
        }

        return
        [
            .. from post in near
               from media in post.MediaInOrder
               where missing.Contains(media.Asset.Published.Sha256)
               select new RiskFound(post.Id, null, "MEDIA_MISSING", "The file of {0} is no longer in the media store. Upload it again, or take another one.", [media.Asset.FileName]),
        ];
    }
}
