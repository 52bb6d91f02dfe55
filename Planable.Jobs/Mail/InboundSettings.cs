using Microsoft.Extensions.Configuration;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Mail;

/// <summary>`Inbound:Domain` and `Inbound:Secret`: where mail for ideas and answers to conversations arrive, and what the server that hands it over has to know. Without both there is no mail.</summary>
public sealed class InboundSettings(IConfiguration configuration)
{
    public string? Domain { get; } = configuration["Inbound:Domain"] is { Length: > 0 } domain ? domain.ToLowerInvariant() : null;

    public string? Secret { get; } = configuration["Inbound:Secret"] is { Length: >= 16 } secret ? secret : null;

    public bool IsOn => Domain is not null && Secret is not null;

    public string? AddressOf(Workspace workspace) => IsOn && workspace.IdeaMail is { } mail ? $"{mail.LocalPart(workspace.Slug)}@{Domain}" : null;
}
