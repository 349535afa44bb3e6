using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>The terminal record: nothing follows it, but for <see cref="PutBack"/> where a given-up question is tried again by hand.</summary>
public sealed record Finished(Outcome Outcome) : RunRecord;
