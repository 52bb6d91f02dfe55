using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.Ideas;

/// <summary>Makes an idea of a mail to a client's address.</summary>
public sealed class MailedIdeas(PlanableDb db, Current current, IdeaInbox inbox, Uploads uploads, TimeProvider clock, ILogger<MailedIdeas> log)
{
    const int MostFiles = 20;
    const int MostAnHour = 120;

    public async Task Take(string slug, string key, IncomingMail mail, CancellationToken cancel)
    {
        if (await db.Workspaces.SingleOrDefaultAsync(w => w.Slug == slug, cancel) is not { IdeaMail: { } box } workspace || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(box.Key), Encoding.ASCII.GetBytes(key)) || mail.From is not { } from)
        {
            log.LogInformation("A mail for ideas was dropped: there is no such address");
            return;
        }

        db.Enter(workspace.Id, Via.Mail);
        var address = from.Address.ToUpperInvariant();
        var sender = mail.IsForged ? null : await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Person.NormalizedEmail == address && m.LeftAt == null, cancel);
        if (sender is { IsClient: true })
            sender = null;
        if (sender is null && !box.TakesOutsiders)
        {
            log.LogInformation("A mail for ideas of {Workspace} was dropped: its sender is no member", workspace.Id);
            return;
        }

        var hourAgo = clock.GetUtcNow().AddHours(-1);
        if (await db.IdeaCaptures.CountAsync(c => c.Way == IdeaWay.Mail && c.At > hourAgo, cancel) >= MostAnHour)
        {
            log.LogWarning("A mail for ideas of {Workspace} was dropped: more than {Most} came within an hour", workspace.Id, MostAnHour);
            return;
        }

        var message = mail.MessageId is { Length: > 0 } id ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))) : null;
        if (message is not null && await db.IdeaCaptures.AnyAsync(c => c.MessageKey == message, cancel))
            return;
        var (files, leftOut) = await TakeFiles(mail, sender, box, workspace, cancel);
        var thought = Read(mail, files);
        if (thought.IsEmpty)
            return;
        var name = sender?.Person.Name ?? (from.Name.Length > 0 ? from.Name : from.Address);
        await inbox.Take(thought, new IdeaSender(IdeaWay.Mail, sender, Cut(name, Data.People.Person.NameLength), sender is null ? from.Address : null, message, leftOut), cancel);
    }

    /// <summary>The subject is the first line, the first page named is the link.</summary>
    static IdeaThought Read(IncomingMail mail, IReadOnlyList<MediaAsset> files)
    {
        var (subject, text) = (mail.Subject, mail.Text);
        var url = $"{subject} {text}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('<', '>', '(', ')', ',', ';', '"'))
            .Where(w => w.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || w.StartsWith("https://", StringComparison.OrdinalIgnoreCase)).Select(w => IdeaAddress.Read(w.TrimEnd('.'))).FirstOrDefault(u => u is not null);
        return new IdeaThought(Cut(string.Join("\n\n", new[] { subject, text }.Where(t => t.Length > 0 && t != url)), Idea.TextLength), url, files);
    }

    async Task<(List<MediaAsset> Files, string? LeftOut)> TakeFiles(IncomingMail mail, Member? sender, IdeaMail box, Workspace workspace, CancellationToken cancel)
    {
        var (taken, leftOut) = (new List<MediaAsset>(), new List<string>());
        var files = mail.Files.Take(MostFiles + 1).ToList();
        if (files.Count == 0)
            return (taken, null);
        var keeper = sender?.Can(Permission.UploadMedia) == true ? sender : await Keeper(box, cancel);
        if (keeper is not null)
            current.Enter(keeper, workspace);
        foreach (var file in files)
        {
            try
            {
                if (keeper is null || taken.Count >= MostFiles)
                    throw new RuleBroken("FILES_MANY", "More than {0} files.", MostFiles);
                using var bytes = new MemoryStream(file.Bytes);
                taken.Add((await uploads.Take(bytes, file.Name, cancel)).Asset);
            }
            catch (RuleBroken rule)
            {
                leftOut.Add($"{Uploads.Named(file.Name)}: {rule.Message}");
            }
        }

        return (taken, leftOut.Count == 0 ? null : Cut(string.Join("\n", leftOut), 2000));
    }

    /// <summary>In whose name files of an outsider come into the library.</summary>
    async Task<Member?> Keeper(IdeaMail box, CancellationToken cancel)
    {
        var candidates = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null && (m.Id == box.OpenedById || m.Role == Role.Owner)).ToListAsync(cancel);
        return candidates.OrderBy(m => m.Id == box.OpenedById ? 0 : 1).FirstOrDefault(m => m.Can(Permission.UploadMedia));
    }

    static string Cut(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
