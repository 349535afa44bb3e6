namespace Mact.DevServices.Reader;

/// <summary>Reads the parts of one condition.</summary>
internal static class Conditions
{
    /// <summary>All that the parts can mean; a range is two conditions.</summary>
    /// <param name="source">Whose columns.</param>
    /// <param name="items">The parts; the grammar has checked their order.</param>
    /// <param name="head">The quantity that the question is about, for a number that names no column.</param>
    public static IEnumerable<IReadOnlyList<Condition>> Of(Source source, IReadOnlyList<Item> items, ReaderColumn? head)
    {
        bool Has(params ReadOnlySpan<string> tags)
        {
            foreach (var tag in tags)
            {
                if (items.Any(item => item.Tag == tag))
                {
                    return true;
                }
            }

            return false;
        }

        var column = items.FirstOrDefault(static item => item.Tag == "c")?.Column;
        if (items.FirstOrDefault(static item => item.Tag == "f") is { Column: { } flag })
        {
            return [[new Condition.In(flag, [flag.Yes], Has("not", "excl"))]];
        }

        if (items.Where(static item => item.Tag == "v").ToList() is { Count: > 0 } values)
        {
            return values[0].Cells.Select(static cell => cell.Column).Distinct()
                .Where(candidate =>
                    (column is null || candidate == column) && values.TrueForAll(value => value.Cells.Any(cell => cell.Column == candidate)))
                .Select(candidate => (IReadOnlyList<Condition>)
                    [new Condition.In(
                        candidate, [
                            .. values.SelectMany(value => value.Cells.Where(cell => cell.Column == candidate)).Select(static cell => cell.Cell)
                                .Distinct(StringComparer.Ordinal)], Has("not", "excl", "without"))]);
        }

        if (Has("r") && items is [.., { Tag: "r" }, { Tag: "n", Unit: null } named])
        {
            return source.RowNumber is { } key ? [[new Condition.Number(key, Comparison.Equal, named.Number)]] : [];
        }

        if (Has("without"))
        {
            // Where some cells are zero and some are empty, nobody knows of the empty ones.
            return column is { Kind: Kind.Number, IsIdentifier: false } && (column.IsFull || !column.HasZero) ? [[new Condition.None(column)]] : [];
        }

        var bounds = items.Where(static item => item.Tag is "n" or "d" or "m").ToList();
        var unit = items.Select(static item => item.Unit).FirstOrDefault(static text => text is not null);
        column ??= Implied(source, bounds, unit, head, Has("gt", "ge", "lt", "le", "ormore", "orless"));
        if (column is null || (unit is not null && column.Unit is not null && unit != column.Unit))
        {
            return [];
        }

        // "In 1945" is a time, whatever column stands before it.
        if (!column.IsTemporal && bounds is [{ Tag: "n" } at] && items.ToList().IndexOf(at) is > 0 and var place
            && items[place - 1].Tag is "in" or "on" or "from" or "for" or "since" or "until")
        {
            return [];
        }

        IReadOnlyList<Condition>? read = bounds switch
        {
            [{ Tag: "m" } month] when column.Kind == Kind.Date => [new Condition.Month(column, (int)month.Number)],
            [{ Tag: "d" } days] when column.Kind == Kind.Date => [Days(column, days, Has)],
            [{ Tag: "d" } from, { Tag: "d" } to] when column.Kind == Kind.Date => [new Condition.Days(column, from.Days.From, to.Days.To)],
            [{ Tag: "n" } number] when IsFit(column, number) && Compared(items, column) is { } comparison =>
                [new Condition.Number(column, comparison, number.Number)],
            [{ Tag: "n" } from, { Tag: "n" } to] when IsFit(column, from) && IsFit(column, to) && from.Number <= to.Number =>
                [new Condition.Number(column, Comparison.AtLeast, from.Number), new Condition.Number(column, Comparison.AtMost, to.Number)],
            _ => null,
        };
        return read is null ? [] : [read];
    }

    private delegate bool HasTag(params ReadOnlySpan<string> tags);

    private static Condition.Days Days(ReaderColumn column, Item item, HasTag has) =>
        has("before") ? new(column, From: null, item.Days.From.AddDays(-1))
        : has("after") ? new(column, item.Days.To.AddDays(1), To: null)
        : has("since") ? new(column, item.Days.From, To: null)
        : has("until") ? new(column, From: null, item.Days.To)
        : new(column, item.Days.From, item.Days.To);

    // A number is of its own kind: years for years and dates, quantities for quantities.
    private static bool IsFit(ReaderColumn column, Item number) => column.Kind switch
    {
        Kind.Number => true,
        Kind.Year or Kind.Date => IsYear(number),
        _ => false,
    };

    private static bool IsYear(Item item) => item is { Tag: "n", Unit: null, Number: > 1000 and < 2200 } && item.Number % 1 == 0;

    private static Comparison? Compared(IReadOnlyList<Item> items, ReaderColumn column)
    {
        foreach (var item in items)
        {
            Comparison? found = item.Tag switch
            {
                "gt" => Comparison.Greater,
                "ge" or "ormore" => Comparison.AtLeast,
                "lt" => Comparison.Less,
                "le" or "orless" => Comparison.AtMost,
                "before" when column.IsTemporal => Comparison.Less,
                "after" when column.IsTemporal => Comparison.Greater,
                "since" when column.IsTemporal => Comparison.AtLeast,
                "until" when column.IsTemporal => Comparison.AtMost,
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }

            if (item.Tag is "before" or "after" or "since" or "until")
            {
                return null;
            }
        }

        return Comparison.Equal;
    }

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
