using System.Security.Cryptography;
using System.Text;
using Mact.Core.Queueing;

namespace Mact.Benchmarks.Engine;

/// <summary>Records in memory.</summary>
internal sealed class ListJournal : IRunJournal
{
    private readonly List<RunRecord> _records = [];
    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    public IReadOnlyList<RunRecord> Records => _records;

    /// <summary>Prompt parts by hash, each once.</summary>
    public IReadOnlyDictionary<string, string> Parts => _parts;

    public Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        _records.Add(record);
        return Task.CompletedTask;
    }

    public Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        _parts.TryAdd(hash, text);
        return Task.FromResult(hash);
    }
}
