using Planable.Data;
using Planable.Data.Brands;
using Planable.Jobs.Media;
using Planable.Web.Media;

namespace Planable.Web.Brands;

/// <summary>Makes a logo or icon out of an uploaded picture: small, as PNG, without what a camera or a program wrote into it.</summary>
public sealed class LogoIntake(Darkroom darkroom)
{
    public const int MostUploaded = 5_000_000;

    const int Longest = 800;
    const int Highest = 240;
    const int IconEdge = 256;

    /// <exception cref="RuleBroken">It is no picture, or too large.</exception>
    public async Task<BrandPicture> Take(IFormFile file, BrandPart part, Guid company, CancellationToken cancel)
    {
        if (file.Length > MostUploaded)
            throw new RuleBroken("LOGO_LARGE", "This picture is too large for a logo. {0} KB are enough.", BrandPicture.MostBytes / 1000);
        var path = Path.Combine(Path.GetTempPath(), $"logo-{Guid.NewGuid():N}");
        try
        {
            await using (var copy = File.Create(path))
                await file.CopyToAsync(copy, cancel);
            await using var read = File.OpenRead(path);
            var sniffed = await MediaSniffer.Read(read, cancel);
            if (sniffed.ContentType is not ("image/png" or "image/jpeg" or "image/webp") || !sniffed.IsPicture || !Darkroom.CanBear(sniffed.Width, sniffed.Height))
                throw new RuleBroken("LOGO_KIND", "{0} is a {1}. A logo is a PNG, JPEG or WebP picture.", file.FileName, sniffed.Kind);
            if (!darkroom.IsOpen)
                return sniffed.ContentType == "image/webp" ? throw new RuleBroken("LOGO_KIND", "{0} is a {1}. A logo is a PNG, JPEG or WebP picture.", file.FileName, sniffed.Kind)
                    : new BrandPicture(company, sniffed.ContentType, await File.ReadAllBytesAsync(path, cancel), sniffed.Width, sniffed.Height);
            return await Small(path, part, company, cancel);
        }
        catch (PictureUnreadable)
        {
            throw new RuleBroken("LOGO_DAMAGED", "{0} cannot be read as a picture. Save it again and try once more.", file.FileName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    async Task<BrandPicture> Small(string path, BrandPart part, Guid company, CancellationToken cancel)
    {
        var made = $"{path}.png";
        try
        {
            var facts = Darkroom.Look(path);
            var share = part == BrandPart.Icon ? (double)IconEdge / Math.Max(facts.Width, facts.Height) : Math.Min((double)Longest / facts.Width, (double)Highest / facts.Height);
            var (width, height) = share >= 1 ? (facts.Width, facts.Height) : (Math.Max(1, (int)(facts.Width * share)), Math.Max(1, (int)(facts.Height * share)));
            await darkroom.Develop(path, made, "image/png", facts with { Width = width, Height = height }, cancel);
            return new BrandPicture(company, "image/png", await File.ReadAllBytesAsync(made, cancel), width, height);
        }
        finally
        {
            File.Delete(made);
        }
    }
}
