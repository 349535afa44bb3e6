namespace Mact.Core.Evaluation.Data;

/// <summary>A row as it will be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Question">As it is asked.</param>
/// <param name="Expected">The right answer.</param>
/// <param name="Tables">Names of its tables.</param>
public sealed record SampleRow(int Number, string Question, IReadOnlyList<string> Expected, IReadOnlyList<string> Tables);
