using System.ComponentModel.DataAnnotations;
using Planable.Data.Tokens;

namespace Planable.Web.Tokens;

public sealed class TokenForm
{
    public static readonly IReadOnlyList<int> Lifetimes = [7, 30, 90, 180, 365];

    [Display(Name = "What it is for"), Required(ErrorMessage = "Say what the token is for, so that the right one can be revoked later."), StringLength(AccessToken.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Ends after"), Range(1, AccessToken.MostDays)]
    public int Days { get; set; } = 90;

    public List<TokenScope> Scopes { get; set; } = [];
}
