namespace Planable.Data.Brands;

/// <summary>A logo or an icon. Small, public and never changed, so it lies in the row: every node, document and backup has it.</summary>
public class BrandPicture : Entity
{
    public const int MostBytes = 400_000;

    BrandPicture()
    {
    }

    public BrandPicture(Guid companyId, string contentType, byte[] bytes, int width, int height)
    {
        if (bytes.Length > MostBytes)
            throw new RuleBroken("LOGO_LARGE", "This picture is too large for a logo. {0} KB are enough.", MostBytes / 1000);
        (CompanyId, ContentType, Bytes, Width, Height) = (companyId, contentType, bytes, width, height);
    }

    public Guid CompanyId { get; private set; }

    /// <summary>PNG or JPEG: mails and documents show these.</summary>
    public string ContentType { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    public int Width { get; private set; }

    public int Height { get; private set; }
}

public enum BrandPart
{
    /// <summary>On light ground.</summary>
    Logo,

    DarkLogo,

    /// <summary>In the browser's tab and on the start screen of a phone.</summary>
    Icon,
}
