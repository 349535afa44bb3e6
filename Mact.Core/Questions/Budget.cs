namespace Mact.Core.Questions;

/// <summary>Upper bounds for one question; the run ends as halted (budget) when one is passed.</summary>
/// <param name="Requests">Requests to model endpoints.</param>
/// <param name="Tokens">Input plus output tokens.</param>
/// <param name="Seconds">Seconds of work, waiting for a model not counted.</param>
/// <param name="Cost">In the currency of the configured prices per million tokens.</param>
public sealed record Budget(int? Requests = null, long? Tokens = null, double? Seconds = null, decimal? Cost = null);
