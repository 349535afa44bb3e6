using System.Text.Json;
using Mact.Client.Runs;
using Mact.Core.Queueing;

namespace Mact.Testing;

/// <summary>A journal in memory. Records go through JSON, as they do in the store; a key that comes twice is a fault of the caller, and
/// so is a sentence that the page cannot write in Korean.</summary>
public sealed class MemoryJournal(IEnumerable<RunRecord>? records = null) : TransientJournal(records)
{
    /// <summary>The records of one kind.</summary>
    public IEnumerable<T> Of<T>()
        where T : RunRecord => Records.OfType<T>();

    public override Task AppendAsync(RunRecord record, CancellationToken cancellationToken)
    {
        ToldInKorean.Check(JsonSerializer.SerializeToNode(record, MactJson.Default.RunRecord));
        Records.All(known => known.Key != record.Key).ShouldBeTrue($"{record.Key} is appended twice");
        return base.AppendAsync(
            JsonSerializer.Deserialize(JsonSerializer.Serialize(record, MactJson.Default.RunRecord), MactJson.Default.RunRecord)!, cancellationToken);
    }
}
