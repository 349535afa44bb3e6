using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Mact.Cli.Asking;

/// <summary><c>mact query SQL TABLE…</c>: one read-only statement under the guards of the agents' programs.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var sql = new Argument<string>("sql") { Description = "One SELECT in SQLite's dialect; a table goes by its file's name." };
        var files = TableFiles.Argument();
        var url = Cli.Url();
        var json = new Option<bool>("--json") { Description = "The result as JSON." };
        var command = new Command("query", "Runs one read-only SQL statement over tables.") { sql, files, url, json };
        command.Runs(async (parsed, cancellationToken) =>
        {
            using var http = Cli.Http(parsed.GetValue(url)!);
            var client = new MactClient(http);
            var tables = await TableFiles.UploadAsync(client, parsed.GetValue(files)!, cancellationToken);
            var result = (await client.QueryAsync(new(parsed.GetValue(sql)!, [.. tables]), cancellationToken)).Require();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Cli.PlainJson(JsonSerializer.Serialize(result, MactJson.Default.QueryResult)));
                return ExitCode.Done;
            }

            AnsiConsole.Write(Cli.Table(result.Columns, result.Rows));
            if (result.Truncated)
            {
                Cli.Messages.MarkupLineInterpolated($"[yellow]Only the first {result.Rows.Count} of {result.RowCount} rows are shown.[/]");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
