using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Push;
using Planable.Data.Secrets;

namespace Planable.Jobs.Push;

/// <summary>The installation's key pair for push services, made when it is asked for first.</summary>
public sealed class PushKeyRing(PlanableDb db, Vault vault, TimeProvider clock)
{
    public async Task<PushIdentity> Identity(CancellationToken cancel)
    {
        var keys = await db.PushKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == PushKeys.Only, cancel) ?? await Make(cancel);
        return new PushIdentity(keys.PublicKey, vault.Open<byte[]>(keys.PrivateKey));
    }

    async Task<PushKeys> Make(CancellationToken cancel)
    {
        var (publicKey, privateKey) = PushIdentity.Make();
        var made = new PushKeys(publicKey, vault.Lock(privateKey), clock.GetUtcNow());
        db.PushKeys.Add(made);
        try
        {
            await db.SaveChangesAsync(cancel);
            return made;
        }
        catch (DbUpdateException refusal) when (refusal.IsDuplicate())
        {
            // Another node was first, and browsers may know its key already.
            db.Entry(made).State = EntityState.Detached;
            return await db.PushKeys.AsNoTracking().SingleAsync(k => k.Id == PushKeys.Only, cancel);
        }
    }
}
