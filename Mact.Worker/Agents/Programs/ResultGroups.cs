using System.Text;
using Mact.Core.Tables;
using Mact.Core.Voting;

namespace Mact.Worker.Agents.Programs;

/// <summary>Executed programs as a record: distinct results once, with the samples that gave them.</summary>
internal static class ResultGroups
{
    /// <summary>The samples and the distinct results, most samples first, ties in order of first sample.</summary>
    /// <param name="programs">What was run.</param>
    /// <param name="question">The question, where the programs answer all of it: a measure beside the thing that it asks for does not make another
    /// result.</param>
    public static (
        IReadOnlyList<ToolSample> Samples, IReadOnlyList<ResultGroup> Results) Of(IReadOnlyList<ExecutedProgram> programs, string? question = null)
    {
        var ordered = OrderCounts(programs);
        var groups = programs
            .Where(program => program.Result is not null)
            .GroupBy(program => FormOf(program.Result!, ordered, question).Hash, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.First().Index)
            .ToList();
        var groupOf = groups
            .SelectMany((group, position) => group.Select(program => (program.Index, position)))
            .ToDictionary(pair => pair.Index, pair => pair.position);
        return (
            [.. programs.Select(program => new ToolSample(
                program.Index,
                program.Code,
                program.Status,
                groupOf.TryGetValue(program.Index, out var group) ? group : null,
                program.Error?.ToString(),
                program.ElapsedMs) { Reading = program.Reading, Sentence = program.Error?.WithValues() })],
            [.. groups.Select(group => Group(group.Key, group.First().Result!, [.. group.Select(program => program.Index)]))]);
    }

    /// <summary>The form that results are grouped by; of a measure beside the thing that is asked for, the thing alone.</summary>
    public static CanonicalForm FormOf(Table result, bool ordered, string? question)
    {
        var asked = question is null || result.RowCount != 1
            ? null
            : AskedColumn.Find(
                question,
                [.. result.Columns.Select(column => column.Name)],
                [.. Enumerable.Range(0, result.Columns.Count).Select(column => Display(result[0, column]))]);
        return asked is { } only ? CanonicalForm.OfTexts([Display(result[0, only])!]) : CanonicalForm.OfResult(result, ordered);
    }

    /// <summary>A cell as people read it: fractions to 12 significant digits; null for NULL.</summary>
    public static string? Display(Cell cell) => cell.Value switch
    {
        null => null,
        double number => Display(number),
        long number => number.ToString(),
        _ => cell.Text,
    };

    /// <summary>A cell as a record has it, which is for reading and for the next prompt: long texts are cut.</summary>
    public static string? Recorded(Cell cell) =>
        Display(cell) is var text && text is { Length: > 1_000 } ? string.Concat(text.AsSpan(0, 999), "…") : text;

    // Row order counts only where most programs ask for one; a single ORDER BY must not split the vote.
    private static bool OrderCounts(IReadOnlyList<ExecutedProgram> programs)
    {
        var several = programs.Where(program => program.Result is { RowCount: > 1 }).ToList();
        return several.Count(program => program.Ordered) * 2 > several.Count;
    }

    private static ResultGroup Group(string canonical, Table result, IReadOnlyList<int> samples)
    {
        List<IReadOnlyList<string?>> rows = [];
        for (var row = 0; row < Math.Min(result.RowCount, ResultGroup.MaxRows); row++)
        {
            List<string?> cells = [];
            foreach (var cell in result.Row(row))
            {
                cells.Add(Recorded(cell));
            }

            rows.Add(cells);
        }

        return new(canonical, [.. result.Columns.Select(column => column.Name)], rows, result.RowCount, samples);
    }

    private static string Display(double number)
    {
        if (Math.Abs(number) is < 1e15 and >= 1e-6 or 0)
        {
            return Math.Round((decimal)number, 12, MidpointRounding.ToEven) is var exact && decimal.IsInteger(exact)
                ? exact.ToString("0")
                : double.Parse(number.ToString("G12")).ToString("0.##############");
        }

        return number.ToString("G12");
    }
}

/// <summary>A result as the planner is shown it: a value, a list, or lines with bars.</summary>
internal static class ObservationText
{
    /// <summary>The text, with at most <paramref name="maxRows"/> rows; says so where there are more.</summary>
    /// <param name="group">The result.</param>
    /// <param name="tableName">The derived table that holds all of it; null where there is none.</param>
    /// <param name="maxRows">Rows shown.</param>
    public static string Of(ResultGroup group, string? tableName, int maxRows)
    {
        var rows = group.Rows.Take(maxRows).ToList();
        var text = new StringBuilder();
        if (group.Columns.Count == 1)
        {
            text.AppendJoin("; ", rows.Select(row => row[0] ?? "NULL"));
        }
        else
        {
            AppendRow(text, group.Columns);
            foreach (var row in rows)
            {
                AppendRow(text.Append('\n'), row);
            }
        }

        if (group.RowCount > rows.Count)
        {
            var where = tableName is null ? string.Empty : $"; table {tableName} has them all";
            text.Append($"\n({rows.Count} of {group.RowCount} rows{where})");
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string?> cells)
    {
        text.Append('|');
        foreach (var cell in cells)
        {
            text.Append(' ').Append((cell ?? "NULL").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
        }
    }
}
