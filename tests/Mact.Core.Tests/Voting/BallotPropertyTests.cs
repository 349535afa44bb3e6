using CsCheck;
using Mact.Core.Voting;

namespace Mact.Core.Tests.Voting;

/// <summary>The rules of docs/voting.md, said a second time by what values mean and held against how they are compared.</summary>
public sealed class BallotPropertyTests
{
    // Name, what it measures, and how much of the measure's smallest unit it is.
    private static readonly (string Name, string Measure, int Size)[] Units =
    [
        ("", "", 1), ("goals", "", 1),
        ("s", "time", 1), ("sec", "time", 1), ("min", "time", 60), ("h", "time", 3_600), ("days", "time", 86_400),
        ("months", "months", 1), ("years", "months", 12),
        ("m", "length", 1), ("km", "length", 1_000), ("g", "mass", 1), ("kg", "mass", 1_000),
        ("MB", "MB", 1), ("GB", "GB", 1), ("°C", "°C", 1), ("°F", "°F", 1),
        ("EUR", "EUR", 1), ("USD", "USD", 1), ("%", "%", 1), ("percent", "%", 1),
    ];

    private static readonly Gen<Value> Values = Gen.OneOf<Value>(
        Gen.Select(Gen.Int[1, 4], Gen.OneOf(1, 60, 1_000), Gen.Int[0, Units.Length - 1].Select(index => Units[index]), Gen.Int[0, 3])
            .Select((count, factor, unit, style) => Quantity(count * factor, unit, style)),
        Gen.Select(Gen.OneOf("ana", "bo", "new york", "n/a", "unknown", "f**k it", "***"), Gen.Int[0, 2]).Select(Text));

    private static readonly Gen<Value[][]> Results = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3]).SelectMany(
        (rows, columns) => Values.Array[columns].Array[rows]);

    [Fact]
    public void Two_values_are_one_ballot_exactly_if_a_person_reads_them_as_the_same() =>
        Gen.Select(Values, Values).Sample(
            (left, right) => (Form([[left]], false) == Form([[right]], false)).ShouldBe(left.Meaning == right.Meaning, $"{left.Text} | {right.Text}"),
            iter: 2_000);

    [Fact]
    public void Two_results_are_one_ballot_exactly_if_a_person_reads_them_as_the_same() =>
        Gen.Select(Results, Results, Gen.Int[0, 1_000], Gen.Int[0, 3], Gen.Bool).Sample(
            (left, other, seed, change, ordered) =>
            {
                var right = Changed(left, other, seed, change);
                (Form(left, ordered) == Form(right, ordered)).ShouldBe(Meaning(left, ordered) == Meaning(right, ordered));
            },
            iter: 2_000);

    // What a person reads: the values, row by row; the order of rows where it was asked for, the order of columns always.
    private static string Meaning(Value[][] rows, bool ordered)
    {
        var lines = rows.Select(row => string.Join(" | ", row.Select(value => value.Meaning)));
        var body = string.Join('\n', ordered ? lines : lines.Order(StringComparer.Ordinal));

        // Several values are several values, but a row of them is not a column of them.
        return $"{(rows.Length == 1 ? "row" : "rows")} {(rows[0].Length == 1 ? "value" : "values")} {body}";
    }

    private static CanonicalForm Form(Value[][] rows, bool ordered) =>
        CanonicalForm.OfResult(
            TestTables.Of(
                [.. rows[0].Select((_, index) => $"c{index}")], [.. rows.Select(row => row.Select(value => (object?)value.Text).ToArray())]),
            ordered);

    private static Value[][] Changed(Value[][] rows, Value[][] other, int seed, int change)
    {
        var random = new Random(seed);
        Value[][] copy = [.. rows.Select(row => row.ToArray())];
        switch (change)
        {
            case 0:
                random.Shuffle(copy);
                break;
            case 1:
                copy = [.. copy.Select(row => row.Reverse().ToArray())];
                break;
            case 2:
                copy[random.Next(copy.Length)][random.Next(copy[0].Length)] = other[0][0];
                break;
            default:
                return other;
        }

        return copy;
    }

    private static Value Quantity(int number, (string Name, string Measure, int Size) unit, int style)
    {
        var digits = style switch
        {
            0 => number.ToString("N0"),
            1 => number.ToString("F2"),
            2 => $" {number} ",
            _ => number.ToString(),
        };
        return new(unit.Name.Length == 0 ? digits : $"{digits} {unit.Name}", $"{(long)number * unit.Size} {unit.Measure}");
    }

    private static Value Text(string text, int style) => new(
        style switch
        {
            0 => text.ToUpperInvariant(),
            1 => $" {text}  ",
            _ => text,
        },
        text);

    private sealed record Value(string Text, string Meaning);
}
