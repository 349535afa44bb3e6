using Mact.Evaluation.DataSets;
using Mact.Core.Questions;

namespace Mact.Web.Evaluations;

/// <summary>An evaluation to be checked or started.</summary>
/// <param name="Name">For people.</param>
/// <param name="FileName">Of the data set.</param>
/// <param name="Format">Of the data set.</param>
/// <param name="Data">The data set's text.</param>
/// <param name="Tables">Stored tables that a CSV of questions is asked of; null elsewhere.</param>
/// <param name="Strategies">One arm each.</param>
/// <param name="Options">How questions are answered.</param>
/// <param name="Repeats">How often each is asked.</param>
/// <param name="Limit">Rows from the first; 0 = all.</param>
public sealed record EvaluationSubmit(
    string Name,
    string FileName,
    DataSetFormat Format,
    string Data,
    IReadOnlyList<TableRef>? Tables,
    IReadOnlyList<Strategy> Strategies,
    QuestionOptions Options,
    int Repeats,
    int Limit);
