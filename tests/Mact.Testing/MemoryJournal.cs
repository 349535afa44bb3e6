using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mact.Client;
using Mact.Client.Runs;
using Mact.Core.Queueing;

namespace Mact.Testing;

/// <summary>A journal in memory. Records go through JSON, as they do in the store; a key that comes twice is a fault of the caller.</summary>
public sealed class MemoryJournal(IEnumerable<RunRecord>? records = null) : IRunJournal
{
    private readonly List<RunRecord> _records = [.. records ?? []];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    public IReadOnlyList<RunRecord> Records => _records;

    /// <summary>Prompt parts by hash.</summary>
    public IReadOnlyDictionary<string, string> Parts => _parts;

    /// <summary>The records of one kind.</summary>
    public IEnumerable<T> Of<T>()
        where T : RunRecord => _records.OfType<T>();

    public Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        _records.All(known => known.Key != record.Key).ShouldBeTrue($"{record.Key} is appended twice");
        _records.Add(JsonSerializer.Deserialize(JsonSerializer.Serialize(record, MactJson.Default.RunRecord), MactJson.Default.RunRecord)!);
        return Task.CompletedTask;
    }

    public Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        _parts[hash] = text;
        return Task.FromResult(hash);
    }
}
