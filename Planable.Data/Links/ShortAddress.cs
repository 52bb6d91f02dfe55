using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Planable.Data.Links;

/// <summary>
/// Where the short links of a post on one channel begin. The code follows from post, channel and target alone: the same version always has the same links, and no two channels share one.
/// </summary>
/// <param name="Origin">With scheme, without a slash at the end.</param>
public sealed record ShortAddress(string Origin, Guid Post, Guid Channel)
{
    public const string Path = "/l/";
    public const int CodeLength = 10;

    /// <summary>No capitals: not every database tells them apart, and people type codes from paper.</summary>
    const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    [JsonIgnore]
    public string Prefix => Origin + Path;

    public string CodeOf(string target)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Post:N}/{Channel:N}/{target}"));
        var number = BitConverter.ToUInt64(hash) & long.MaxValue;
        var code = new char[CodeLength];
        for (var n = 0; n < CodeLength; n++)
        {
            code[n] = Letters[(int)(number % 36)];
            number /= 36;
        }

        return new string(code);
    }
}
