using Mact.Api.Problems;
using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>What a stored table is like.</summary>
/// <param name="Name">As the request named it, made safe for SQL.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Characters">Of all cells together: what a prompt with every row would hold.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableReport(string Name, int RowCount, long Characters, IReadOnlyList<ColumnReport> Columns)
{
    private const int MaxUnreadSamples = 3;

    /// <summary>Looks at every cell.</summary>
    public static TableReport Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var profile = TableProfile.Of(table);
        var characters = 0L;
        var columns = new ColumnReport[profile.Columns.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            var unread = 0;
            List<string> samples = [];
            for (var row = 0; row < table.RowCount; row++)
            {
                var cell = table[row, column];
                characters += cell.Text.Length;
                if (!IsUnread(cell, table.Columns[column].Type))
                {
                    continue;
                }

                unread++;
                if (samples.Count < MaxUnreadSamples && !samples.Contains(KnownProblems.Shorten(cell.Text)))
                {
                    samples.Add(KnownProblems.Shorten(cell.Text));
                }
            }

            var found = profile.Columns[column];
            columns[column] = new(found.Name, found.Type, found.Missing, found.Distinct, found.Minimum, found.Maximum, found.Samples, unread, samples);
        }

        return new(table.Name, table.RowCount, characters, columns);
    }

    private static bool IsUnread(Cell cell, ColumnType type) => cell.Value is string text && type switch
    {
        ColumnType.Text => false,
        ColumnType.Date => !DateText.TryParse(text, out _),
        _ => true,
    };
}
