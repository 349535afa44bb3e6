using Mact.Core.Tables;

namespace Mact.Api.Evaluations;

/// <summary>A checked request for an evaluation.</summary>
/// <param name="Definition">What it asks.</param>
/// <param name="Data">The data set's text.</param>
/// <param name="Tables">The tables that a CSV of questions is asked of.</param>
/// <param name="Check">What the data set was found to be.</param>
internal sealed record CheckedEvaluation(EvaluationDefinition Definition, string Data, IReadOnlyList<Table> Tables, DataSetCheck Check);
