using Mact.Core.Questions;

namespace Mact.Core.Evaluation.Stored;

/// <summary>One way of answering that an evaluation measures.</summary>
/// <param name="Name">Unique within the evaluation.</param>
/// <param name="Options">How its questions are answered.</param>
public sealed record EvaluationArm(string Name, QuestionOptions Options);
