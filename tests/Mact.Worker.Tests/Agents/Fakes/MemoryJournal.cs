using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mact.Core.Queueing;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A journal in memory. Records go through JSON, as they do in the store.</summary>
internal sealed class MemoryJournal(IEnumerable<RunRecord>? records = null) : IRunJournal
{
    private readonly List<RunRecord> _records = [.. records ?? []];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    public IReadOnlyList<RunRecord> Records => _records;

    public IReadOnlyDictionary<string, string> Parts => _parts;

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
