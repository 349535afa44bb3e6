using System.Text.Json;
using Mact.Evaluation;
using Mact.Evaluation.Reporting;

namespace Mact.Cli.Running;

/// <summary>Results as JSON Lines, appended as they come, so that an evaluation that was stopped goes on where it stood.</summary>
internal sealed class ResultFile(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private StreamWriter? _writer;

    /// <summary>The results that are there already. A line cut by a crash is left out and done again.</summary>
    public static IReadOnlyList<ItemResult> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var byKey = new Dictionary<string, ItemResult>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path))
        {
            if (TryParse(line) is { } result)
            {
                byKey[result.Key] = result;
            }
        }

        return [.. byKey.Values];
    }

    public void Append(ItemResult result)
    {
        var line = JsonSerializer.Serialize(result, EvaluationJson.Default.ItemResult);
        lock (_lock)
        {
            _writer ??= LineFile.Append(path);
            _writer.WriteLine(line);
            _writer.Flush();
        }
    }

    public void Dispose() => _writer?.Dispose();

    private static ItemResult? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EvaluationJson.Default.ItemResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
