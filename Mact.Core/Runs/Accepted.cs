using Mact.Core.Questions;

namespace Mact.Core.Runs;

/// <summary>The Api took the question: always the first record.</summary>
public sealed record Accepted(Question Question) : RunRecord;
