using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core;
using Mact.Cli.Running;

namespace Mact.Cli.Replay;

/// <summary><c>replies.jsonl</c> beside the results: the recorded replies of every question, one line each.</summary>
internal sealed class RecordingFile(string path) : IDisposable
{
    /// <summary>The file's name in a result folder.</summary>
    public const string Name = "replies.jsonl";

    private readonly Lock _lock = new();
    private StreamWriter? _writer;

    /// <summary>Reads all recordings. A line cut by a crash is left out: its row was asked again.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static Recordings Read(string path)
    {
        List<Recording> recordings = [.. File.ReadLines(path).Select(TryParse).OfType<Recording>()];
        return recordings.Count > 0 ? new(recordings) : throw new CommandException($"'{path}' holds no recorded replies.");
    }

    public void Append(Recording recording)
    {
        var line = new JsonObject
        {
            ["key"] = recording.Key,
            ["questionId"] = recording.QuestionId,
            ["options"] = JsonSerializer.SerializeToNode(recording.Options, MactJson.Default.QuestionOptions),
            ["records"] = new JsonArray([.. recording.Records.Select(static record => JsonSerializer.SerializeToNode(record, MactJson.Default.RunRecord))]),
        }.ToJsonString();
        lock (_lock)
        {
            _writer ??= LineFile.Append(path);
            _writer.WriteLine(line);
            _writer.Flush();
        }
    }

    public void Dispose() => _writer?.Dispose();

    private static Recording? TryParse(string line)
    {
        try
        {
            var node = JsonNode.Parse(line)!;
            return new(
                node["key"]!.GetValue<string>(),
                node["questionId"]!.GetValue<string>(),
                node["options"].Deserialize(MactJson.Default.QuestionOptions)!,
                [.. node["records"]!.AsArray().Select(static record => record.Deserialize(MactJson.Default.RunRecord)!)]);
        }
        catch (Exception exception) when (exception is JsonException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }
}
