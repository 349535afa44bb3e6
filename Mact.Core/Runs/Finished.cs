using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>The terminal record: nothing follows it.</summary>
public sealed record Finished(Outcome Outcome) : RunRecord;
