namespace Mact.DevServices.Reader;

/// <summary>Reads the parts of one condition; the grammar has checked their order.</summary>
internal static class Conditions
{
    /// <summary>All that the parts can mean; a range is two conditions.</summary>
    /// <param name="source">Whose columns.</param>
    /// <param name="items">The parts.</param>
    /// <param name="head">The quantity that the question is about, for a number that names no column.</param>
    public static IEnumerable<IReadOnlyList<Condition>> Of(Source source, IReadOnlyList<Item> items, ReaderColumn? head)
    {
        var tags = items.Select(static item => item.Tag).ToHashSet(StringComparer.Ordinal);
        var column = items.FirstOrDefault(static item => item.Tag == "c")?.Column;
        var not = tags.Overlaps(["not", "excl", "without"]);
        if (items.FirstOrDefault(static item => item.Tag == "f") is { Column: { } flag })
        {
            return [[new Condition.In(flag, [flag.Yes], not)]];
        }

        if (items.Where(static item => item.Tag == "v").ToList() is { Count: > 0 } values)
        {
            return values[0].Cells.Select(static cell => cell.Column).Distinct()
                .Where(candidate =>
                    (column is null || candidate == column) && values.TrueForAll(value => value.Cells.Any(cell => cell.Column == candidate)))
                .Select(candidate => (IReadOnlyList<Condition>)
                    [new Condition.In(
                        candidate,
                        [.. values.SelectMany(static value => value.Cells).Where(cell => cell.Column == candidate).Select(static cell => cell.Cell)
                            .Distinct(StringComparer.Ordinal)],
                        not)]);
        }

        if (items is [.., { Tag: "r" }, { Tag: "n", Unit: null } named])
        {
            return source.RowNumber is { } key ? [[new Condition.Number(key, Part: null, Comparison.Equal, named.Number)]] : [];
        }

        if (not)
        {
            return column is { IsQuantity: true, TellsNone: true } or { Kind: Kind.Date, HasEmpty: true } ? [[new Condition.None(column)]] : [];
        }

        return Bounds(source, items, tags, column, head) is { } read ? [read] : [];
    }

    private static IReadOnlyList<Condition>? Bounds(
        Source source, IReadOnlyList<Item> items, HashSet<string> tags, ReaderColumn? column, ReaderColumn? head)
    {
        var bounds = items.Where(static item => item.Tag is "n" or "d" or "m").ToList();
        var unit = items.Select(static item => item.Unit).FirstOrDefault(static text => text is not null);
        var compared = items.Select(static item => Lexicon.Compared(item.Tag)).FirstOrDefault(static found => found is not null);
        var comparison = compared ?? Comparison.Equal;
        var isOfTime = tags.Overlaps(["before", "after", "since", "until"]);
        column ??= Implied(source, bounds, unit, head, compared is not null && !isOfTime);

        // A sign of money may stand beside a column that has none; everything else is compared in its own unit.
        if (column is null
            || (unit is not null && unit != column.Unit && (column.Unit is not null || column.IsCount || unit is not ("$" or "€" or "£"))))
        {
            return null;
        }

        // "In 1945" and "after 1945" are times, whatever column stands before them.
        if (!column.IsTemporal && (isOfTime || (bounds is [{ Tag: "n" } at] && items.ToList().IndexOf(at) is > 0 and var place
            && items[place - 1].Tag is "in" or "on" or "from" or "for")))
        {
            return null;
        }

        return bounds switch
        {
            [var only] => Points(column, only, comparison),
            [var first, var second] when column.IsTemporal && tags.Overlaps(["or", "and"]) && !tags.Contains("between") =>
                Points(column, first, comparison) is [var one] && Points(column, second, comparison) is [var other]
                    ? [new Condition.Either(one, other)] : null,
            [var from, var to] when from.Tag == to.Tag && from.Number <= to.Number
                && Points(column, from, Comparison.AtLeast) is { } lower && Points(column, to, Comparison.AtMost) is { } upper =>
                [.. lower, .. upper],
            _ => null,
        };
    }

    // A number is of its own kind: years for years and dates, quantities for quantities. A month of a year is two days.
    private static IReadOnlyList<Condition>? Points(ReaderColumn column, Item bound, Comparison comparison) => (bound.Tag, column.Kind) switch
    {
        ("m", Kind.Date) when comparison == Comparison.Equal => [new Condition.Number(column, "month", comparison, bound.Number)],
        ("d", Kind.Date) when comparison == Comparison.Equal && bound.Days.From != bound.Days.To =>
            [new Condition.Day(column, Comparison.AtLeast, bound.Days.From), new Condition.Day(column, Comparison.AtMost, bound.Days.To)],
        ("d", Kind.Date) =>
            [new Condition.Day(column, comparison, comparison.Operator is "<" or ">=" or "=" ? bound.Days.From : bound.Days.To)],
        ("n", Kind.Number) when column.IsIdentifier && comparison != Comparison.Equal => null,
        ("n", Kind.Number or Kind.Year) when column.Kind == Kind.Number || IsYear(bound) =>
            [new Condition.Number(column, Part: null, comparison, bound.Number)],
        ("n", Kind.Date) when IsYear(bound) => [new Condition.Number(column, "year", comparison, bound.Number)],
        _ => null,
    };

    private static bool IsYear(Item item) => item is { Tag: "n", Unit: null, Number: > 1000 and < 2200 } && item.Number % 1 == 0;

    private static ReaderColumn? Implied(Source source, IReadOnlyList<Item> bounds, string? unit, ReaderColumn? head, bool compared)
    {
        IEnumerable<ReaderColumn> candidates = unit is not null ? source.Columns.Where(column => column.Unit == unit)
            : bounds.All(static bound => bound.Tag is "d" or "m") ? source.Columns.Where(static column => column.Kind == Kind.Date)
            : bounds.All(IsYear) && (head is null || !compared) ? source.Columns.Where(static column => column.IsTemporal)
            : head is not null ? [head]
            : [];
        return candidates.ToList() is [var only] ? only : null;
    }
}
