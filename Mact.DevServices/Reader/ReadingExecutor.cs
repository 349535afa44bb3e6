using System.Globalization;
using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>Runs readings on the rows that a prompt shows, in the same sandbox as the worker's coder programs.</summary>
internal sealed class ReadingExecutor : IDisposable
{
    private readonly SqlSandbox _sandbox;

    public ReadingExecutor(IReadOnlyList<PromptTable> tables, TimeProvider time)
    {
        var limits = new TableLimits();
        List<Table> built = [];
        foreach (var table in tables.Where(table => table.Columns.Count > 0))
        {
            if (TableBuilder.Build(table.Name, [.. table.Columns.Select(column => column.Name)], table.Rows, limits, [.. table.Columns.Select(column => column.Type)]) is TableReading.Success success)
            {
                built.Add(Named(table, success.Table));
            }
        }

        _sandbox = SqlSandbox.Load(built, new SqlLimits(), time);
    }

    /// <summary>The first column's values (all columns' of several), in order; null where it did not run.</summary>
    public IReadOnlyList<string>? Run(string sql, CancellationToken cancellationToken)
    {
        if (_sandbox.Execute(sql, cancellationToken) is not SqlOutcome.Rows { Result: var result })
        {
            return null;
        }

        List<string> values = [];
        for (var row = 0; row < result.RowCount; row++)
        {
            foreach (var cell in result.Row(row))
            {
                if (cell.Value is not null)
                {
                    values.Add(Text(cell));
                }
            }
        }

        return values;
    }

    // The names that the prompt shows are the ones that SQL uses, whatever building made of them.
    private static Table Named(PromptTable shown, Table built)
    {
        if (built.Columns.Count != shown.Columns.Count)
        {
            return built.WithName(shown.Name);
        }

        var cells = new Cell[built.RowCount * built.Columns.Count];
        for (var row = 0; row < built.RowCount; row++)
        {
            built.Row(row).CopyTo(cells.AsSpan(row * built.Columns.Count));
        }

        return new(shown.Name, [.. built.Columns.Select((column, index) => column with { Name = shown.Columns[index].Name })], cells);
    }

    public void Dispose() => _sandbox.Dispose();

    private static string Text(Cell cell) => cell.Value switch
    {
        double number => Math.Round(number, 10).ToString("R", CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => cell.Text,
    };
}
