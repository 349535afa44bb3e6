namespace Mact.Core.Runs;

/// <summary>Where the completions of a model call were taken from when no model was asked, and what they had taken there. Nothing of it was used again.</summary>
/// <param name="Question">Id of the earlier question whose recorded calls answered.</param>
/// <param name="Usage">As the endpoint reported it then.</param>
/// <param name="DurationMs">Milliseconds that the recorded calls took, waiting for their endpoint not counted.</param>
/// <param name="Cost">What they cost then; null where no price was configured.</param>
public sealed record ReplayedFrom(string Question, TokenUsage Usage, double DurationMs, decimal? Cost);
