using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Tables;
using Mact.Cli.Running;

namespace Mact.Cli.Replay;

/// <summary>A run as the Api exports it (<c>GET /questions/{id}/export</c>): question, records and tables.</summary>
internal sealed record ExportedRun(Question Question, IReadOnlyList<RunRecord> Records, IReadOnlyList<Table> Tables)
{
    /// <summary>Reads the export's JSON.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static async Task<ExportedRun> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        try
        {
            var file = await RunFile.ReadAsync(json, cancellationToken);
            return new(file.Question, [.. file.Records.Select(static stored => stored.Record)], [.. file.Tables.Select(Build)]);
        }
        catch (RunFileException exception)
        {
            throw new CommandException($"{exception.Message} Export a run with GET /questions/{{id}}/export, or from its page.", exception);
        }
    }

    private static Table Build(RunFileTable table)
    {
        var reading = TableBuilder.Build(
            table.Name,
            [.. table.Columns.Select(static column => column.OriginalName)],
            table.Rows,
            new TableLimits(),
            [.. table.Columns.Select(static column => column.Type)]);
        return reading is TableReading.Success { Table: var built } ? built : throw new CommandException($"The table '{table.Name}' of the export cannot be read.");
    }
}
