using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Planable.Tests.Emulators;

/// <summary>A name server on loopback that knows what a test tells it. What it is not told does not exist.</summary>
public sealed class NameServerEmulator : IAsyncDisposable
{
    readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    readonly CancellationTokenSource end = new();
    readonly Dictionary<(string Name, ushort Kind), string> records = [];
    readonly Task answering;

    public NameServerEmulator() => answering = Answer();

    public string Address => $"127.0.0.1:{((IPEndPoint)socket.Client.LocalEndPoint!).Port}";

    /// <summary>It hears questions and says nothing.</summary>
    public bool IsSilent { get; set; }

    public int Asked { get; private set; }

    public void Alias(string name, string? target) => Set(name, 5, target);

    /// <param name="text">One record a line.</param>
    public void Text(string name, string? text) => Set(name, 16, text);

    public void Host(string name, string? address) => Set(name, 1, address);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await answering;
        socket.Dispose();
        end.Dispose();
    }

    static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    void Set(string name, ushort kind, string? value)
    {
        lock (records)
        {
            if (value is null)
                records.Remove((name, kind));
            else
                records[(name, kind)] = value;
        }
    }

    async Task Answer()
    {
        try
        {
            while (true)
            {
                var asked = await socket.ReceiveAsync(end.Token);
                Asked++;
                if (!IsSilent)
                    await socket.SendAsync(Reply(asked.Buffer), asked.RemoteEndPoint, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    byte[] Reply(byte[] question)
    {
        var (at, labels) = (12, new List<string>());
        for (; question[at] != 0; at += question[at] + 1)
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        var kind = (ushort)((question[at + 1] << 8) | question[at + 2]);
        string? value;
        lock (records)
            value = records.GetValueOrDefault((string.Join('.', labels), kind));
        var reply = question.ToList();
        var values = value?.Split('\n') ?? [];
        (reply[2], reply[3], reply[7]) = (0x81, (byte)(value is null ? 0x83 : 0x80), (byte)values.Length);
        foreach (var one in values)
        {
            byte[] data = kind switch { 1 => IPAddress.Parse(one).GetAddressBytes(), 5 => Name(one), _ => [.. one.Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. Encoding.ASCII.GetBytes(part)])] };
            // The name of the question, by a pointer to it.
            reply.AddRange([0xC0, 12, (byte)(kind >> 8), (byte)kind, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length]);
            reply.AddRange(data);
        }

        return [.. reply];
    }
}
