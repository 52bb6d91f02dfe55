using System.Text;
using Planable.Jobs.Mail;

namespace Planable.Tests.Ideas;

public class IncomingMailTests
{
    [Fact]
    public void A_phone_mail_with_words_in_another_alphabet_and_a_picture()
    {
        var mail = Read("""
            From: =?utf-8?Q?Wanda_W=C3=BCrter?= <Wanda@Northlight.example>
            To: "Ideas" <acme-abcdefgh@ideas.example>,
             other@example.com
            Subject: =?UTF-8?B?S8O8cmJpcw==?= =?utf-8?q?_Latte?=
            Message-ID: <1@phone>
            Content-Type: multipart/mixed; boundary="b1"

            preamble
            --b1
            Content-Type: multipart/alternative; boundary=b2

            --b2
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Sch=F6n w=
            arm.

            -- 
            Sent from my phone
            --b2
            Content-Type: text/html; charset=utf-8

            <p>ignored</p>
            --b2--
            --b1
            Content-Type: image/png; name=x.png
            Content-Disposition: attachment; filename*0*=UTF-8''K%C3%BC; filename*1="rbis.png"
            Content-Transfer-Encoding: base64

            AQID
            BA==
            --b1--
            """);
        Assert.Equal(("Wanda Würter", "Wanda@Northlight.example"), mail.From);
        Assert.Equal(["acme-abcdefgh@ideas.example", "other@example.com"], mail.Recipients);
        Assert.Equal("Kürbis Latte", mail.Subject);
        Assert.Equal("Schön warm.", mail.Text);
        var file = Assert.Single(mail.Files);
        Assert.Equal(("Kürbis.png", "image/png"), (file.Name, file.ContentType));
        Assert.Equal([1, 2, 3, 4], file.Bytes);
    }

    [Fact]
    public void A_mail_that_is_only_a_page_becomes_words_with_its_links()
    {
        var mail = Read("""
            From: gus@example.com
            Subject: Look
            Content-Type: text/html

            <html><head><style>p{}</style></head><body><p>Look at <a href="https://a.example/x">this</a>.</p><div>And this</div><blockquote>old words</blockquote><img src="cid:logo"></body></html>
            """);
        Assert.Equal("Look at this https://a.example/x.\nAnd this", mail.Text);
    }

    [Fact]
    public void A_logo_in_the_text_is_no_file_and_a_picture_pasted_large_is()
    {
        var mail = Read($"""
            From: gus@example.com
            Content-Type: multipart/related; boundary=b

            --b
            Content-Type: text/html

            <img src="cid:logo"><img src="cid:photo">
            --b
            Content-Type: image/png
            Content-ID: <logo>
            Content-Disposition: inline; filename=logo.png
            Content-Transfer-Encoding: base64

            AQID
            --b
            Content-Type: image/jpeg
            Content-ID: <photo>
            Content-Disposition: inline; filename=photo.jpg
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(new byte[60_000])}
            --b--
            """);
        Assert.Equal(["photo.jpg"], mail.Files.Select(f => f.Name));
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", true, false, false)]
    [InlineData("Precedence: bulk", true, false, false)]
    [InlineData("X-Spam-Flag: YES", false, true, false)]
    [InlineData("Authentication-Results: mx.example; spf=pass; dmarc=fail (p=none)", false, false, true)]
    [InlineData("X-Other: yes", false, false, false)]
    public void What_programs_and_forgers_send_is_told(string header, bool automatic, bool spam, bool forged)
    {
        var mail = Read($"From: a@example.com\n{header}\n\nText");
        Assert.Equal((automatic, spam, forged), (mail.IsAutomatic, mail.IsSpam, mail.IsForged));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no headers at all")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\ncut off")]
    [InlineData("Content-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: base64\n\n!!!")]
    [InlineData("Content-Type: text/plain; charset=nonsense\n\n=ZZ")]
    [InlineData("From: =?x?Q?=?= <a@b>\nSubject: =?utf-8?B?!?=\n\n")]
    public void Nothing_that_is_sent_stops_the_reading(string message)
    {
        var mail = Read(message);
        _ = (mail.Subject, mail.From, mail.Text, mail.Files.Count(), mail.Recipients.Count());
    }

    static IncomingMail Read(string message) => IncomingMail.Read(Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")));
}
