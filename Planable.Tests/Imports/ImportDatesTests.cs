using System.Globalization;
using Planable.Data.Imports;

namespace Planable.Tests.Imports;

public class ImportDatesTests
{
    [Theory]
    [InlineData("2027-05-12", "17:45", "2027-05-12 17:45")]
    [InlineData("2027-05-12 17:45", "", "2027-05-12 17:45")]
    [InlineData("2027-05-12T17:45", "", "2027-05-12 17:45")]
    [InlineData("2027-05-12T17:45:30", "", "2027-05-12 17:45")]
    [InlineData("2027-05-12T15:45:00Z", "", "2027-05-12 17:45")]
    [InlineData("2027-05-12T17:45:00+02:00", "", "2027-05-12 17:45")]
    [InlineData("2027/5/12", "5:45 pm", "2027-05-12 17:45")]
    [InlineData("12.5.2027", "17.45", "2027-05-12 17:45")]
    [InlineData("12.05.27", "17:45 Uhr", "2027-05-12 17:45")]
    [InlineData("12/05/2027", "1745", null)]
    [InlineData("12/05/2027", "", "2027-05-12 09:00")]
    [InlineData("5/13/2027", "", "2027-05-13 09:00")]
    [InlineData("13/5/2027 8:05", "", "2027-05-13 08:05")]
    [InlineData("12 May 2027", "9am", "2027-05-12 09:00")]
    [InlineData("12. Mai 2027", "9h", "2027-05-12 09:00")]
    [InlineData("May 12, 2027", "12:00 am", "2027-05-12 00:00")]
    [InlineData("Wed, 12 May 2027", "", "2027-05-12 09:00")]
    [InlineData("12-May-2027", "", "2027-05-12 09:00")]
    [InlineData("46519", "", "2027-05-12 09:00")]
    [InlineData("46519.75", "", "2027-05-12 18:00")]
    [InlineData("31.2.2027", "", null)]
    [InlineData("12.5.2027", "25:00", null)]
    [InlineData("12.5.2027", "later", null)]
    [InlineData("next week", "", null)]
    [InlineData("99/99/2027", "", null)]
    public void Dates_are_read_as_tables_hold_them(string date, string time, string? read) =>
        Assert.Equal(read, ImportDates.Read(date, time, new TimeOnly(9, 0), DateOrder.DayFirst, "Europe/Berlin", CultureInfo.GetCultureInfo("de-DE"))?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

    [Fact]
    public void Where_a_date_does_not_tell_the_file_or_the_person_does()
    {
        Assert.Equal(DateOrder.MonthFirst, ImportDates.OrderOf("5/13/2027"));
        Assert.Equal(DateOrder.DayFirst, ImportDates.OrderOf("13.5.27"));
        Assert.Null(ImportDates.OrderOf("5/12/2027"));
        Assert.Equal(new DateTime(2027, 5, 12, 9, 0, 0), ImportDates.Read("5/12/2027", "", new TimeOnly(9, 0), DateOrder.MonthFirst, "Europe/Berlin", CultureInfo.InvariantCulture));
        // Dots are never American.
        Assert.Equal(new DateTime(2027, 12, 5, 9, 0, 0), ImportDates.Read("5.12.2027", "", new TimeOnly(9, 0), DateOrder.MonthFirst, "Europe/Berlin", CultureInfo.InvariantCulture));
    }
}
