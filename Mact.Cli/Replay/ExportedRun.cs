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
    private const int Version = 1;

    /// <summary>Reads the export's JSON.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static ExportedRun Read(string json)
    {
        try
        {
            var root = JsonNode.Parse(json)!;
            return root["version"]!.GetValue<int>() == Version
                ? new(
                    root["question"].Deserialize(MactJson.Default.Question)!,
                    [.. root["records"].Deserialize(MactJson.Default.IReadOnlyListStoredRecord)!.Select(static stored => stored.Record)],
                    [.. root["tables"]!.AsArray().Select(static table => ReadTable(table!))])
                : throw new CommandException("The run was exported in a form that is not known here.");
        }
        catch (Exception exception) when (exception is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new CommandException("The file is no exported run. Export one with GET /questions/{id}/export, or from its page.", exception);
        }
    }

    private static Table ReadTable(JsonNode table)
    {
        var columns = table["columns"]!.AsArray();
        var name = table["name"]!.GetValue<string>();
        var rows = table["rows"]!.AsArray().Select(static row => (IReadOnlyList<string?>)[.. row!.AsArray().Select(static cell => cell?.GetValue<string>())]);
        var reading = TableBuilder.Build(
            name,
            [.. columns.Select(static column => column!["originalName"]!.GetValue<string>())],
            [.. rows],
            new TableLimits(),
            [.. columns.Select(static column => Enum.Parse<ColumnType>(column!["type"]!.GetValue<string>(), ignoreCase: true))]);
        return reading is TableReading.Success { Table: var built } ? built : throw new CommandException($"The table '{name}' of the export cannot be read.");
    }
}
