using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Names;

public enum RecordKind : ushort
{
    A = 1,
    Cname = 5,
    Txt = 16,
}

/// <summary>The name server did not answer: nothing is known, which is not the same as nothing being there.</summary>
public sealed class NameServerSilent(string words, Exception? inner = null) : Exception(words, inner);

/// <summary>
/// Asks a name server for records (RFC 1035), which .NET's own resolver cannot do and for which no library restored. `Dns:Server` names it as host:port;
/// without, it is the machine's own.
/// </summary>
public sealed class NameServer(IConfiguration configuration)
{
    const int Header = 12;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    IPEndPoint Server => configuration["Dns:Server"] is { Length: > 0 } set ? (IPEndPoint.TryParse(set, out var point) ? (point.Port == 0 ? new IPEndPoint(point.Address, 53) : point) : throw new InvalidOperationException("Dns:Server is an address with a port, such as 127.0.0.1:5353."))
        : new IPEndPoint(OfMachine() ?? IPAddress.Loopback, 53);

    /// <summary>Texts of the records of that kind; none if there are none or no such name.</summary>
    /// <exception cref="NameServerSilent">Nobody answered, or the answer was that it does not know for now.</exception>
    public async Task<IReadOnlyList<string>> Ask(string name, RecordKind kind, CancellationToken cancel)
    {
        var question = Question(name, kind);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            return Read(await Exchange(question, patience.Token), question, kind);
        }
        catch (Exception silent) when (silent is SocketException or InvalidDataException or IOException || (silent is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new NameServerSilent($"The name server did not answer about {name}.", silent);
        }
    }

    async Task<byte[]> Exchange(byte[] question, CancellationToken cancel)
    {
        var server = Server;
        using var socket = new UdpClient(server.AddressFamily);
        socket.Connect(server);
        for (var tries = 1; ; tries++)
        {
            await socket.SendAsync(question, cancel);
            using var once = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            once.CancelAfter(Patience / 2);
            try
            {
                while (true)
                {
                    var answer = (await socket.ReceiveAsync(once.Token)).Buffer;
                    // Somebody else's answer, or one to an earlier question.
                    if (answer.Length < Header || answer[0] != question[0] || answer[1] != question[1] || (answer[2] & 0x80) == 0)
                        continue;
                    return (answer[2] & 2) == 0 ? answer : await OverStream(server, question, cancel);
                }
            }
            catch (OperationCanceledException) when (tries < 2 && !cancel.IsCancellationRequested)
            {
                // One packet may be lost.
            }
        }
    }

    /// <summary>An answer that does not fit into one packet.</summary>
    static async Task<byte[]> OverStream(IPEndPoint server, byte[] question, CancellationToken cancel)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancel);
        await using var stream = client.GetStream();
        var sent = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(sent, (ushort)question.Length);
        question.CopyTo(sent, 2);
        await stream.WriteAsync(sent, cancel);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancel);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancel);
        return answer;
    }

    static byte[] Question(string name, RecordKind kind)
    {
        var bytes = new List<byte>(RandomNumberGenerator.GetBytes(2)) { 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > 63)
                throw new InvalidDataException("A name has parts of 1 to 63 characters.");
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        bytes.AddRange([0, (byte)((ushort)kind >> 8), (byte)kind, 0, 1]);
        return [.. bytes];
    }

    static IReadOnlyList<string> Read(byte[] answer, byte[] question, RecordKind kind)
    {
        if (answer.Length < Header)
            throw new InvalidDataException("The answer is cut off.");
        var verdict = answer[3] & 0x0F;
        // 3: there is no such name.
        if (verdict == 3)
            return [];
        if (verdict != 0)
            throw new InvalidDataException($"The name server answered with code {verdict}.");
        var (at, count) = (question.Length, BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6)));
        var found = new List<string>();
        for (var i = 0; i < count; i++)
        {
            (_, at) = Name(answer, at);
            if (at + 10 > answer.Length)
                throw new InvalidDataException("The answer is cut off.");
            var (type, length) = ((RecordKind)BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(at)), BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(at + 8)));
            at += 10;
            if (at + length > answer.Length)
                throw new InvalidDataException("The answer is cut off.");
            if (type == kind)
                found.Add(Value(answer, at, length, kind));
            at += length;
        }

        return found;
    }

    static string Value(byte[] answer, int at, int length, RecordKind kind)
    {
        switch (kind)
        {
            case RecordKind.A:
                return new IPAddress(answer.AsSpan(at, length)).ToString();
            case RecordKind.Cname:
                return Name(answer, at).Name.ToLowerInvariant();
            default:
                var text = new StringBuilder();
                for (var end = at + length; at < end; at += answer[at] + 1)
                    text.Append(Encoding.Latin1.GetString(answer, at + 1, Math.Min(answer[at], end - at - 1)));
                return text.ToString();
        }
    }

    /// <summary>Names may point at others that came before; who sends a ring of them wants to keep us busy.</summary>
    static (string Name, int After) Name(byte[] answer, int at)
    {
        var labels = new List<string>();
        int? after = null;
        for (var steps = 0; steps < 128; steps++)
        {
            if (at >= answer.Length)
                break;
            var length = answer[at];
            if (length == 0)
                return (string.Join('.', labels), after ?? at + 1);
            if ((length & 0xC0) == 0xC0)
            {
                if (at + 1 >= answer.Length)
                    break;
                after ??= at + 2;
                at = ((length & 0x3F) << 8) | answer[at + 1];
                continue;
            }

            if (at + 1 + length > answer.Length)
                break;
            labels.Add(Encoding.ASCII.GetString(answer, at + 1, length));
            at += length + 1;
        }

        throw new InvalidDataException("A name in the answer cannot be read.");
    }

    static IPAddress? OfMachine()
    {
        const string Resolvers = "/etc/resolv.conf";
        if (!File.Exists(Resolvers))
            return System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(n => n.GetIPProperties().DnsAddresses).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork);
        return File.ReadLines(Resolvers).Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(w => w is ["nameserver", _, ..]).Select(w => IPAddress.TryParse(w[1], out var found) ? found : null).FirstOrDefault(a => a is not null);
    }
}
