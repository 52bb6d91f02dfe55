using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Web.Shared;

namespace Planable.Web.Brands;

/// <summary>Takes a form about looks: the same for a company and for one of its clients.</summary>
public sealed class BrandDesk(PlanableDb db, LogoIntake intake, Jobs.Portals.PortalBell bell, IStringLocalizer<Words> words)
{
    /// <returns>False if something has to be put right first; it is said beside the field.</returns>
    public async Task<bool> Save(BrandForm form, BrandSheet sheet, ModelStateDictionary state, Action<BrandDraft> settle, Action<BrandPart, BrandPicture?> show, CancellationToken cancel)
    {
        if (!state.IsValid)
            return false;
        try
        {
            settle(form.Read());
            foreach (var (part, file) in form.Pictures().ToList())
            {
                var picture = file is null ? null : await intake.Take(file, part, sheet.CompanyId, cancel);
                if (picture is not null)
                    db.BrandPictures.Add(picture);
                show(part, picture);
            }
        }
        catch (RuleBroken broken)
        {
            db.ChangeTracker.Clear();
            var field = broken.Code switch { "COLOUR_UNKNOWN" or "COLOUR_PALE" => nameof(form.Accent), "BRAND_NAME_LONG" => nameof(form.Name), _ => "" };
            state.AddModelError(field, words[broken.Words, broken.Arguments]);
            return false;
        }

        if (db.Entry(sheet).State == Microsoft.EntityFrameworkCore.EntityState.Detached)
            db.BrandSheets.Add(sheet);
        else
            db.Entry(sheet).Property(s => s.Revision).OriginalValue = form.Revision;
        await db.SaveChangesAsync(cancel);
        bell.Ring();
        return true;
    }
}
