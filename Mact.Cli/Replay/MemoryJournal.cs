using System.Security.Cryptography;
using System.Text;
using Mact.Core.Runs;

namespace Mact.Cli.Replay;

/// <summary>The journal of a run that is kept nowhere.</summary>
internal sealed class MemoryJournal : IRunJournal
{
    private readonly List<RunRecord> _records = [];

    /// <inheritdoc/>
    public IReadOnlyList<RunRecord> Records => _records;

    /// <inheritdoc/>
    public Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        _records.Add(record);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string> PutPromptPartAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
