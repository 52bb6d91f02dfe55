using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Planable.Data.Secrets;

/// <summary>Encrypts what must be readable again: channel tokens, webhook secrets. Keys rotate; old ones stay readable.</summary>
public sealed class Vault(IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("Planable.Secrets");

    public string Lock<T>(T secret) => protector.Protect(JsonSerializer.Serialize(secret));

    public T Open<T>(string locked) => JsonSerializer.Deserialize<T>(protector.Unprotect(locked))!;
}
