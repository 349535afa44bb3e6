using Mact.Core.Evaluation.Stored;

namespace Mact.Api.Evaluations;

/// <summary>A checked request for an evaluation: what it asks, and the data set's text.</summary>
internal sealed record EvaluationRequest(EvaluationDefinition Definition, string Data);
