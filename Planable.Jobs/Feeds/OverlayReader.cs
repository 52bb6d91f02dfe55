using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Feeds;
using Planable.Data.Times;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Feeds;

/// <summary>Fetches the calendars that are shown behind a client's own. One that is away keeps what was read from it before.</summary>
public sealed class OverlayReader(PlanableDb db, IHttpClientFactory clients, TimeProvider clock)
{
    public const int MostBytes = 2 * 1024 * 1024;

    const int Hops = 5;
    const int DaysBack = 62;
    const int DaysAhead = 400;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task ReadDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.Overlays.Where(o => o.ReadNextAt <= now).OrderBy(o => o.ReadNextAt).Take(20).ToListAsync(cancel);
        if (due.Count == 0)
            return;
        var zone = await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => w.Zone).SingleAsync(cancel);
        foreach (var overlay in due)
            await Read(overlay, zone, cancel);
    }

    async Task Read(Overlay overlay, string zone, CancellationToken cancel)
    {
        var (text, why) = await Fetch(new Uri(overlay.Address), cancel);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(Zones.ToLocal(now, zone));
        var calendar = text is null ? null : IcalReader.Read(text, zone, today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        if (calendar is null)
        {
            overlay.Missed(why ?? "What the address gives is no calendar in the iCal format.", now);
            await db.SaveChangesAsync(cancel);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.OverlayEvents.Where(e => e.OverlayId == overlay.Id).ExecuteDeleteAsync(cancel);
        db.OverlayEvents.AddRange(calendar.Events.Select(e => new OverlayEvent(overlay, e)));
        overlay.Took(calendar, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    async Task<(string? Text, string? Why)> Fetch(Uri address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            for (var hop = 0; hop <= Hops; hop++)
            {
                using var response = await clients.CreateClient(OutboundClients.Connectors).GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                    return await Take(response.Content, patience.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
                    return (null, $"The address answered {(int)response.StatusCode}.");
                address = new Uri(address, next);
            }

            return (null, "The address leads from one to another without end.");
        }
        catch (OutboundRefused refused)
        {
            return (null, refused.Message);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or UriFormatException or NotSupportedException)
        {
            return (null, "The address could not be reached.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, "The address did not answer in time.");
        }
    }

    static async Task<(string? Text, string? Why)> Take(HttpContent content, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var bytes = new byte[MostBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length > MostBytes ? (null, "The calendar is larger than 2 MB.") : (Encoding.UTF8.GetString(bytes, 0, length), null);
    }
}
