using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("42", 42.0)]
    [InlineData("1,568.6", 1568.6)]
    [InlineData("$831.7", 831.7)]
    [InlineData("US$ 1,200", 1200.0)]
    [InlineData("12 €", 12.0)]
    [InlineData("(3.1)", -3.1)]
    [InlineData("$(3.1)", -3.1)]
    [InlineData("$ (1,234)", -1234.0)]
    [InlineData("€(63.12)", -63.12)]
    [InlineData("1,234-", -1234.0)]
    [InlineData("(1998)", 1998.0)]
    [InlineData("(350)", -350.0)]
    [InlineData("1 200 kr", 1200.0)]
    [InlineData("kr 1 200", 1200.0)]
    [InlineData("EUR 12", 12.0)]
    [InlineData("1,250,000원", 1250000.0)]
    [InlineData("5만", 50000.0)]
    [InlineData("3억", 300000000.0)]
    [InlineData("3억 5,000만", 350000000.0)]
    [InlineData("1.2M", 1200000.0)]
    [InlineData("850K", 850000.0)]
    [InlineData("$831.7 million", 831700000.0)]
    [InlineData("1.234,56", null)]
    [InlineData("0,125", null)]
    [InlineData("($3.1)", -3.1)]
    [InlineData("22.16 %", 22.16)]
    [InlineData("−0.18", -0.18)]
    [InlineData("–5", -5.0)]
    [InlineData("-$5", -5.0)]
    [InlineData("+7", 7.0)]
    [InlineData(".5", 0.5)]
    [InlineData("1 568 000", 1568000.0)]
    [InlineData("1,00,000", 100000.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("007", 7.0)]
    [InlineData("3 (tie)", null)]
    [InlineData("12 km", null)]
    [InlineData("1,2", null)]
    [InlineData("1,23,4", null)]
    [InlineData("--5", null)]
    [InlineData("-(5)", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("%", null)]
    [InlineData("1e999", null)]
    [InlineData("0x10", null)]
    [InlineData("NaN", null)]
    [InlineData("1990–2000", null)]
    public void A_whole_cell_is_a_number_or_it_is_not(string text, double? expected)
    {
        NumberText.TryParse(text, out double value).ShouldBe(expected is not null);
        if (expected is not null)
        {
            value.ShouldBe(expected.Value, 1e-12);
        }
    }

    [Theory]
    [InlineData("about 1,200 km", 1200.0)]
    [InlineData("12.39 (+1.5)", 12.39)]
    [InlineData("1,2,3", 1.0)]
    [InlineData("temperature -5 °C", -5.0)]
    [InlineData("4-2", 4.0)]
    [InlineData("no. 5.", 5.0)]
    [InlineData("$831.7 million", 831700000.0)]
    [InlineData("about 1.2M users", 1200000.0)]
    [InlineData("1.2 GB", 1200000000.0)]
    [InlineData("900 MB", 900000000.0)]
    [InlineData("1 200 kr", 1200.0)]
    [InlineData("1.234,50", 1234.5)]
    [InlineData("1.234,50 € je Stück", 1234.5)]
    [InlineData("2,50 EUR", 2.5)]
    [InlineData("version 1.2.3", null)]
    [InlineData("약 5만 명", 50000.0)]
    [InlineData("none", null)]
    public void The_first_number_is_found_inside_a_text(string text, double? expected)
    {
        NumberText.TryFind(text, out double value).ShouldBe(expected is not null);
        value.ShouldBe(expected ?? 0);
    }

    [Theory]
    [InlineData("007", true)]
    [InlineData("1234567890123456", true)]
    [InlineData("0", false)]
    [InlineData("0.5", false)]
    [InlineData("123456789012345", false)]
    public void Leading_zeros_and_very_long_digits_mark_identifiers(string text, bool identifier)
    {
        NumberText.TryParse(text, out NumberReading reading).ShouldBeTrue();
        reading.IsIdentifier.ShouldBe(identifier);
    }

    [Fact]
    public void Every_number_written_with_separators_is_read_back() =>
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Sample(number =>
            NumberText.TryParse(number.ToString("N0"), out NumberReading reading) && reading.Whole == number);

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String.Sample(text => NumberText.TryFind(text, out double value) ? double.IsFinite(value) : value == 0);
}
