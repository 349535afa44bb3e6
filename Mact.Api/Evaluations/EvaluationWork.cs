using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Evaluation.Stored;

namespace Mact.Api.Evaluations;

/// <summary>One row of an evaluation, to be asked once under an arm.</summary>
internal sealed record EvaluationWork(EvaluationArm Arm, DataSetRow Row, int Repeat)
{
    /// <summary>Of the result; unique within the evaluation.</summary>
    public string Key => ItemJudgement.KeyOf(Arm.Name, Row.Number, Repeat);

    /// <summary>All rows under all arms, arm by arm, out of what is stored.</summary>
    public static async Task<IReadOnlyList<EvaluationWork>> ReadAsync(IEvaluationStore store, EvaluationDefinition definition, CancellationToken cancellationToken)
    {
        var source = new DataSetSource(definition.FileName) { Format = definition.Format, Tables = await store.ReadTablesAsync(definition, cancellationToken) };
        var rows = DataSetReader.Read(await store.ReadDataAsync(definition.Id, cancellationToken), source).Take(definition.Rows).ToList();
        return
        [
            .. definition.Arms.SelectMany(arm =>
                Enumerable.Range(1, definition.Repeats).SelectMany(repeat => rows.Select(row => new EvaluationWork(OfRow(definition, arm, row.Number, repeat), row, repeat)))),
        ];
    }

    /// <summary>In a replay each question answers from the same row's question of the earlier evaluation.</summary>
    private static EvaluationArm OfRow(EvaluationDefinition definition, EvaluationArm arm, int row, int repeat) => definition.ReplayOf is not { } earlier
        ? arm
        : arm with { Options = arm.Options with { ReplayOf = EvaluationItems.QuestionId(earlier, ItemJudgement.KeyOf(arm.Name, row, repeat)) } };
}
