using System.ComponentModel.DataAnnotations;
using Planable.Data.Logs;
using Planable.Data.Webhooks;

namespace Planable.Web.Webhooks;

public sealed class WebhookForm
{
    [Display(Name = "What it is for"), Required(ErrorMessage = "Say what listens there, so that others know whom to ask."), StringLength(WebhookEndpoint.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Address"), Required(ErrorMessage = "Enter the address that is to be told."), StringLength(WebhookEndpoint.AddressLength)]
    public string Address { get; set; } = "";

    public List<EventTopic> Topics { get; set; } = [];

    public Audience Audience { get; set; } = Audience.Team;

    /// <summary>Null makes one.</summary>
    public Guid? Id { get; set; }

    public WebhookTerms Terms => new(Name, Address, Topics, Audience);

    public static WebhookForm Of(WebhookEndpoint endpoint) =>
        new() { Id = endpoint.Id, Name = endpoint.Name, Address = endpoint.Address, Topics = [.. endpoint.Topics], Audience = endpoint.Audience };
}
