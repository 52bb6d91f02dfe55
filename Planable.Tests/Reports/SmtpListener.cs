using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Planable.Tests.Reports;

/// <summary>A mail server on loopback that turns away as many mails as it is told to and refuses one recipient.</summary>
sealed class SmtpListener : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly X509Certificate2 certificate = Certificate();
    readonly StringBuilder said = new();
    readonly List<string> taken = [];
    int turned;

    public SmtpListener()
    {
        listener.Start();
        _ = Listen();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Answered with 550.</summary>
    public string Refused { get; init; } = "";

    /// <summary>Mails from it are answered with 553.</summary>
    public string RefusedSender { get; init; } = "";

    /// <summary>The envelopes' senders, as they were said.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Senders { get; } = [];

    /// <summary>So many mails are answered with 451 first.</summary>
    public int Busy { get; init; }

    /// <summary>Offers STARTTLS, with a certificate of its own making.</summary>
    public bool Encrypts { get; init; }

    public int Turned => turned;

    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (taken)
                return [.. taken];
        }
    }

    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    public bool Trusts(X509Certificate? other) => other?.GetCertHashString() == certificate.GetCertHashString();

    public void Dispose()
    {
        listener.Dispose();
        certificate.Dispose();
    }

    async Task Listen()
    {
        try
        {
            while (true)
                _ = Serve(await listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task Serve(TcpClient client)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.Latin1);
            await Say(stream, "220 ready");
            try
            {
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line == "STARTTLS")
                    {
                        await Say(stream, "220 go ahead");
                        var closed = new SslStream(stream);
                        await closed.AuthenticateAsServerAsync(certificate);
                        (stream, reader) = (closed, new StreamReader(closed, Encoding.Latin1));
                    }
                    else if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) && Encrypts)
                    {
                        await Say(stream, stream is SslStream ? "250 ok" : "250-hello\r\n250 STARTTLS");
                    }
                    else if (line.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase))
                    {
                        Senders.Enqueue(line);
                        await Say(stream, RefusedSender.Length > 0 && line.Contains(RefusedSender, StringComparison.Ordinal) ? "553 this sender is not yours" : "250 ok");
                    }
                    else if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) || line.StartsWith("HELO", StringComparison.OrdinalIgnoreCase) || line == "RSET")
                    {
                        await Say(stream, "250 ok");
                    }
                    else if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))
                    {
                        await Say(stream, Refused.Length > 0 && line.Contains(Refused, StringComparison.Ordinal) ? "550 no such mailbox" : Interlocked.Increment(ref turned) <= Busy ? "451 try again later" : "250 ok");
                    }
                    else if (line == "DATA")
                    {
                        await Take(stream, reader);
                    }
                    else
                    {
                        await Say(stream, "221 bye");
                    }
                }
            }
            catch (Exception cut) when (cut is IOException or AuthenticationException)
            {
                // The other side hung up.
            }
        }
    }

    async Task Take(Stream stream, StreamReader reader)
    {
        await Say(stream, "354 go on");
        var mail = new StringBuilder(stream is SslStream ? "X-Encrypted: yes\r\n" : "");
        while (await reader.ReadLineAsync() is { } line && line != ".")
            mail.AppendLine(line);
        lock (taken)
            taken.Add(mail.ToString());
        await Say(stream, "250 taken");
    }

    async Task Say(Stream stream, string words)
    {
        lock (said)
            said.AppendLine(words);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(words + "\r\n"));
    }

    static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }
}
