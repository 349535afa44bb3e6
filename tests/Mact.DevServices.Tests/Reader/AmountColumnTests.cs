namespace Mact.DevServices.Tests.Reader;

/// <summary>Amounts name no rows, wherever their column stands and whatever its table is called.</summary>
public sealed class AmountColumnTests
{
    [Theory]
    [InlineData("Region;Umsatz\nNord;15.300,75 €\nSüd;12.000,50 €\nOst;9.870,00 €\n", "37171.25")]
    [InlineData("Region;Umsatz\nNord;15.300,75\nSüd;12.000,50\nOst;9.870,00\n", "37171.25")]
    [InlineData("Region;Umsatz\nNord;€ 12\nSüd;€ 15\nOst;€ 8\n", "35")]
    [InlineData("Umsatz;Region\n12,5;Nord\n15,2;Süd\n8,3;Nord\n", "36")]
    [InlineData("Umsatz,Region\n$12,Nord\n$15,Süd\n$8,Nord\n", "35")]
    public void An_amount_is_added_up_in_a_table_of_its_own_name_and_in_front(string csv, string total)
    {
        Sample.Vote("What is the total Umsatz?", Sample.Table("umsatz", csv)).ShouldBe(total);
        Sample.Vote("What is the total Umsatz?", Sample.Table("orders", csv)).ShouldBe(total);
    }

    [Fact]
    public void Whole_numbers_without_a_sign_still_name_the_rows() =>
        Sample.Vote("What is the total flight?", Sample.Table("flights", "Flight,City\n1904,Oslo\n2210,Rome\n871,Cork\n"))
            .ShouldContain("NOT_UNDERSTOOD");
}
