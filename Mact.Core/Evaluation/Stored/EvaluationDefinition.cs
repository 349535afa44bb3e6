using Mact.Core.Evaluation.Data;

namespace Mact.Core.Evaluation.Stored;

/// <summary>What an evaluation asks. The data set's text is stored beside it.</summary>
/// <param name="Id">Sortable by time.</param>
/// <param name="Name">For people.</param>
/// <param name="FileName">Of the data set; its ending helps to find the format.</param>
/// <param name="Format">Of the data set.</param>
/// <param name="Arms">At least one.</param>
/// <param name="Repeats">How often each item is asked.</param>
/// <param name="Rows">Rows of the data set that are taken, from the first.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record EvaluationDefinition(
    string Id, string Name, string FileName, DataSetFormat Format, IReadOnlyList<EvaluationArm> Arms, int Repeats, int Rows, DateTimeOffset CreatedAt)
{
    /// <summary>Names of the tables that a CSV of questions is asked of; they are stored beside the text.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Id of the earlier evaluation whose recorded replies answer in place of any model; null = models are asked.</summary>
    public string? ReplayOf { get; init; }

    /// <summary>Results that it will have.</summary>
    public int Total => Arms.Count * Repeats * Rows;
}
