using Planable.Jobs.Mail;

namespace Planable.Tests.Mail;

public class ReplyTextTests
{
    [Theory]
    [InlineData("Much better.\n\nOn Mon, 23 Nov 2026 at 09:12, Planable <planable@x.example> wrote:\n\n##- Answer above this line -##\nHello Clara,")]
    [InlineData("Much better.\n\nOn Mon, 23 Nov 2026 at 09:12, Planable\n<planable@x.example>\nwrote:\n")]
    [InlineData("Much better.\n\nAm 23.11.2026 um 09:12 schrieb Planable <planable@x.example>:\n\nHallo")]
    [InlineData("Much better.\n\nLe lun. 23 nov. 2026 à 09:12, Planable a écrit :\n")]
    [InlineData("Much better.\n\n-----Original Message-----\nFrom: Planable\nHello")]
    [InlineData("Much better.\n\n________________________________\nVon: Planable\nHello")]
    [InlineData("Much better.\n\nFrom: Planable <planable@x.example>\nSent: Monday, 23 November 2026 09:12\nTo: Clara\nSubject: Acme\n\nHello Clara,")]
    [InlineData("Much better.\n\nVon: Planable\nGesendet: Montag\nAn: Clara\n\nHallo")]
    [InlineData("Much better.\n\nSent from my iPhone")]
    [InlineData("Much better.\n\nVon meinem iPhone gesendet\n\nAm 23.11.2026 schrieb Planable:")]
    [InlineData("##- Answer above this line -##", "")]
    [InlineData("On Mon, 23 Nov 2026, Planable wrote:\n\nMuch better.")]
    public void What_was_quoted_and_what_a_phone_adds_is_left_out(string mail, string expected = "Much better.") => Assert.Equal(expected, ReplyText.Of(mail));

    [Theory]
    [InlineData("On Monday we open at nine.\nFrom: the harbour side, please.")]
    [InlineData("Am besten: so lassen.\n\nDanke")]
    public void Words_that_only_look_alike_stay(string mail) => Assert.Equal(mail, ReplyText.Of(mail));
}
