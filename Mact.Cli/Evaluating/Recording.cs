using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mact.Cli.Evaluating;

/// <summary>What a replay needs of an earlier question: one line of <c>replies.jsonl</c>.</summary>
/// <param name="Key">The key of its result: arm, row and repeat.</param>
/// <param name="QuestionId">Its id where it was asked.</param>
/// <param name="Options">How it was asked to be answered.</param>
/// <param name="Records">Its model calls, waits and searches; other records are derived anew.</param>
internal sealed record Recording(string Key, string QuestionId, QuestionOptions Options, IReadOnlyList<RunRecord> Records)
{
    /// <summary>The arm's name: what stands in the key before row and repeat.</summary>
    public string Arm => string.Join('/', Key.Split('/')[..^2]);

    /// <summary>The part of a journal that cannot be derived from the rest.</summary>
    public static IReadOnlyList<RunRecord> Kept(IEnumerable<RunRecord> records) =>
        [.. records.Where(static record => record is ModelCall or ModelResumed or ToolResult { Tool: "search" })];

    /// <summary>As one line of JSON.</summary>
    public string Write() => new JsonObject
    {
        ["key"] = Key,
        ["questionId"] = QuestionId,
        ["options"] = JsonSerializer.SerializeToNode(Options, MactJson.Default.QuestionOptions),
        ["records"] = new JsonArray([.. Records.Select(static record => JsonSerializer.SerializeToNode(record, MactJson.Default.RunRecord))]),
    }.ToJsonString();

    /// <summary>Reads a file of them.</summary>
    /// <exception cref="CommandException">It is not there, or a line is none.</exception>
    public static IReadOnlyList<Recording> ReadAll(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(static line => Parse(JsonNode.Parse(line)!))];
        }
        catch (IOException exception)
        {
            throw new CommandException(
                $"There is no {Path.GetFileName(path)} in '{Path.GetDirectoryName(path)}': 'mact evaluate' writes it beside the results.", exception);
        }
        catch (Exception exception) when (exception is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new CommandException($"'{path}' holds something other than recorded replies.", exception);
        }
    }

    private static Recording Parse(JsonNode node) => new(
        node["key"]!.GetValue<string>(),
        node["questionId"]!.GetValue<string>(),
        node["options"].Deserialize(MactJson.Default.QuestionOptions)!,
        [.. node["records"]!.AsArray().Select(static record => record.Deserialize(MactJson.Default.RunRecord)!)]);
}
