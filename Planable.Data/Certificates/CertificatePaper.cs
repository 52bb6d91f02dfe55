using System.Security.Cryptography;
using Planable.Data.Workspaces;

namespace Planable.Data.Certificates;

/// <summary>A PDF of a certificate as it was handed out, by its hash. It wears the brand, language and address of that day, so it cannot be drawn again later to compare.</summary>
public class CertificatePaper : Entity, IBelongToWorkspace
{
    CertificatePaper()
    {
    }

    public CertificatePaper(Certificate certificate, string sha256, DateTimeOffset at) => (CertificateId, Sha256, At) = (certificate.Id, sha256, at);

    public Guid WorkspaceId { get; private set; }

    public Guid CertificateId { get; private set; }

    public string Sha256 { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public static string HashOf(byte[] pdf) => Convert.ToHexStringLower(SHA256.HashData(pdf));
}
