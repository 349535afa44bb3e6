using CsCheck;
using Mact.Worker.Agents.Calculation;

namespace Mact.Worker.Tests.Agents;

public sealed class CalculatorTests
{
    private static readonly Dictionary<string, IReadOnlyList<decimal>> References = new(StringComparer.OrdinalIgnoreCase)
    {
        ["step1"] = [4m, 6m, 20m],
        ["step2"] = [2.5m],
    };

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("-2^2", "-4")]
    [InlineData("2^3^2", "512")]
    [InlineData("2 ** 3", "8")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("7 − 2 × 3 ÷ 2", "4")]
    [InlineData("1,234.5 + 1", "1235.5")]
    [InlineData("$1,568.6 - $690.5", "878.1")]
    [InlineData("20%", "0.2")]
    [InlineData("50 * 10%", "5")]
    [InlineData("max(1, 200)", "200")]
    [InlineData("max(1,200)", "200")]
    [InlineData("sum(1, 2, 3)", "6")]
    [InlineData("avg(1, 2, 6)", "3")]
    [InlineData("median(5, 1, 3)", "3")]
    [InlineData("median(1, 2, 3, 4)", "2.5")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("round(2.5)", "3")]
    [InlineData("abs(3 - 8)", "5")]
    [InlineData("count(4, 4, 4)", "3")]
    [InlineData("sqrt(16)", "4")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("step2 * 2", "5")]
    [InlineData("sum(step1) / count(step1)", "10")]
    [InlineData("min(step1) + STEP2", "6.5")]
    [InlineData("3 + 4 = 7", "7")]
    public void An_expression_has_its_value(string text, string expected) =>
        Calculator.Evaluate(text, References)
            .ShouldBeOfType<Calculated.Value>().Number
            .ShouldBe(decimal.Parse(expected));

    [Theory]
    [InlineData("the mean of all goals", 0)]
    [InlineData("1 + goals", 4)]
    [InlineData("1 +", 3)]
    [InlineData("(1 + 2", 6)]
    [InlineData("step1 + 1", 0)]
    [InlineData("", 0)]
    [InlineData("1..2", 0)]
    public void Words_and_broken_expressions_are_said_with_their_place(string text, int position) =>
        Calculator.Evaluate(text, References).ShouldBeOfType<Calculated.NotExpression>().Position.ShouldBe(position);

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("1 / (2 - 2)")]
    [InlineData("sqrt(0 - 1)")]
    [InlineData("10 ^ 400")]
    [InlineData("99999999999999999999999999 * 99999999999999999999999999")]
    [InlineData("max()")]
    public void What_has_no_value_is_said(string text) => Calculator.Evaluate(text, References).ShouldBeOfType<Calculated.Undefined>();

    [Fact]
    public void Deep_nesting_and_length_are_bounded()
    {
        Calculator.Evaluate(new string('(', 1_900), References).ShouldBeOfType<Calculated.NotExpression>();
        Calculator.Evaluate(string.Concat(Enumerable.Repeat("2^", 900)) + "1", References).ShouldNotBeOfType<Calculated.Value>();
        Calculator.Evaluate(new string('-', 1_900) + "1", References).ShouldBeOfType<Calculated.Value>();
        Calculator.Evaluate(new string('1', 3_000), References).ShouldBeOfType<Calculated.NotExpression>();
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.String[Gen.Char["0123456789+-*/^%()., abmaxsumstep"], 0, 40].Sample(text => Calculator.Evaluate(text, References).ShouldNotBeNull());

    [Fact]
    public void Addition_agrees_with_decimal_arithmetic() =>
        Gen.Select(Gen.Int[-100_000, 100_000], Gen.Int[1, 100_000]).Sample((a, b) =>
            Calculator.Evaluate($"({a} + {b:N0}) / {b}", References)
                .ShouldBeOfType<Calculated.Value>().Number.ShouldBe(((decimal)a + b) / b));
}
