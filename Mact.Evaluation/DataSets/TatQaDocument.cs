using System.Text.Json;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>TAT-QA as published: a list of tables, each with its paragraphs and questions. The rows are the questions, counted through.</summary>
internal static class TatQaDocument
{
    public static IEnumerable<DataSetRow> Read(JsonElement root)
    {
        var number = 0;
        foreach (
            var block in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray()
                : throw new BadRowException("The file is not a list of tables."))
        {
            if (RowJson.Find(block, "questions") is not { ValueKind: JsonValueKind.Array } questions)
            {
                yield return new DataSetRow.Bad(++number, "'questions' is missing.");
                continue;
            }

            foreach (var question in questions.EnumerateArray())
            {
                number++;
                yield return DataSetReader.Guarded(number, () => One(block, question));
            }
        }
    }

    private static EvaluationItem One(JsonElement block, JsonElement question)
    {
        var answer = RowJson.Texts(RowJson.Require(question, "answer"));
        var text = RowJson.Text(RowJson.Require(question, "question"));
        if (string.IsNullOrWhiteSpace(text) || answer.Count == 0)
        {
            throw new BadRowException("'question' or 'answer' is empty.");
        }

        var table = RowJson.Require(block, "table");
        var rows = RowJson.Rows(table.ValueKind == JsonValueKind.Object ? RowJson.Require(table, "table") : table, "table");
        var paragraphs = RowJson.Find(block, "paragraphs") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(static paragraph => RowJson.Text(RowJson.Require(paragraph, "text")) ?? string.Empty)
            : [];
        var gold = new GoldAnswer(answer)
        {
            Type = RowJson.Text(RowJson.Find(question, "answer_type")),
            Scale = RowJson.Text(RowJson.Find(question, "scale")) ?? string.Empty,
        };
        return new(
            RowJson.Text(RowJson.Require(question, "uid")) ?? string.Empty,
            "tatqa",
            text,
            [ItemTables.WithHeader("t", rows)],
            [.. paragraphs],
            gold,
            ScoringMetric.TatQa);
    }
}
