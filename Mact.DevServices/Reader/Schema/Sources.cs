using Mact.Core.Prompts;
using Mact.DevServices.Reader.Language;

namespace Mact.DevServices.Reader.Schema;

/// <summary>Finds what a prompt's tables can be read as.</summary>
internal static class Sources
{
    private const double Overlap = 0.5;

    /// <summary>Each table alone, then each pair that joins.</summary>
    public static IReadOnlyList<Source> Of(IReadOnlyList<PromptTable> tables)
    {
        List<Source> sources = [.. tables.Where(table => table.Columns.Count > 0).Select(Single)];
        var singles = sources.ToArray();
        for (var i = 0; i < singles.Length; i++)
        {
            for (var j = i + 1; j < singles.Length; j++)
            {
                if (FindJoin(singles[i], singles[j]) is { } join)
                {
                    sources.Add(Joined(singles[i], singles[j], join));
                }
            }
        }

        return sources;
    }

    private static Source Single(PromptTable table)
    {
        List<ColumnSketch> columns = [];
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var index = i;
            columns.Add(new(table.Name, table.Columns[i].Name, table.Columns[i].Type, i, [.. table.Rows.Select(row => index < row.Count ? row[index].Trim() : string.Empty)]));
        }

        return new(columns, [table.Name], table.Rows.Count, table.Rows.Count == table.RowCount);
    }

    private static Source Joined(Source left, Source right, SourceJoin join)
    {
        // The referring table's rows are what is counted; the other table adds columns to them.
        var (many, one) = ReferenceEquals(join.Right.Table, right.Tables[0]) || string.Equals(join.Right.Table, right.Tables[0], StringComparison.Ordinal)
            ? (right, left)
            : (left, right);
        return new([.. one.Columns, .. many.Columns], [one.Tables[0], many.Tables[0]], many.RowCount, one.IsComplete && many.IsComplete, join);
    }

    private static SourceJoin? FindJoin(Source a, Source b)
    {
        (double Score, SourceJoin Join)? best = null;
        foreach (var left in a.Columns.Where(IsKeyLike))
        {
            foreach (var right in b.Columns.Where(IsKeyLike))
            {
                if (left.IsNumeric != right.IsNumeric || !(left.IsUnique || right.IsUnique))
                {
                    continue;
                }

                var (one, many) = left.IsUnique && (!right.IsUnique || left.Values.Count >= right.Values.Count) ? (left, right) : (right, left);
                var score = Score(one, many);
                if (score > 0 && (best is null || score > best.Value.Score))
                {
                    best = (score, new(one, many));
                }
            }
        }

        return best?.Join;
    }

    private static bool IsKeyLike(ColumnSketch column) =>
        column.Values.Count > 1 && column.Type is ColumnType.Text or ColumnType.Integer && !column.IsTemporal;

    private static double Score(ColumnSketch one, ColumnSketch many)
    {
        var keys = one.Values.Select(value => Words.Fold(value.Text)).ToHashSet(StringComparer.Ordinal);
        var share = many.Values.Count(value => keys.Contains(Words.Fold(value.Text))) / (double)many.Values.Count;
        var names = Names(one).Intersect(Names(many), StringComparer.Ordinal).Any();
        var sameName = string.Equals(one.Name, many.Name, StringComparison.OrdinalIgnoreCase);
        var refersByName = Words.Of(one.Table).Any(word => many.Header.Any(header => string.Equals(header.Root, word.Root, StringComparison.Ordinal)));

        // Small whole numbers overlap by chance: they need names that agree.
        if (share < Overlap || (one.IsNumeric && !(sameName || refersByName)))
        {
            return 0;
        }

        return share + (sameName ? 1 : 0) + (names ? 0.5 : 0) + (refersByName ? 0.75 : 0);
    }

    private static IEnumerable<string> Names(ColumnSketch column) => column.Header.Select(word => word.Root).Where(root => root is not "id");
}
