using System.Text.Json;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>A row of MMQA: several tables, and an answer that is a text, a list, a Python list in a text, or <c>{columns, index, data}</c>.</summary>
internal static class MmqaRow
{
    public static EvaluationItem Read(JsonElement row, string id)
    {
        var question = RowJson.Text(RowJson.Require(row, "Question", "question"));
        var names = RowJson.Texts(RowJson.Require(row, "table_names"));
        var tables = RowJson.Require(row, "tables");
        if (
            string.IsNullOrWhiteSpace(question)
                || tables.ValueKind != JsonValueKind.Array || tables.GetArrayLength() == 0 || tables.GetArrayLength() != names.Count)
        {
            throw new BadRowException("'Question' is empty, or 'tables' and 'table_names' are not of one length.");
        }

        List<Table> built =
        [
            .. tables.EnumerateArray().Zip(names, static (table, name) => ItemTables.Build(
                name,
                RowJson.Texts(RowJson.Require(table, "table_columns")),
                RowJson.Rows(RowJson.Require(table, "table_content"), "table_content"))),
        ];
        return new("mmqa-" + id, "mmqa", question, built, [], Gold(RowJson.Require(row, "answer"), built), MetricOf(row));
    }

    private static ScoringMetric MetricOf(JsonElement row) =>
        row.GetProperty("answer").ValueKind == JsonValueKind.Object ? ScoringMetric.Execution : ScoringMetric.Denotation;

    private static GoldAnswer Gold(JsonElement answer, IReadOnlyList<Table> tables)
    {
        if (answer.ValueKind == JsonValueKind.Object)
        {
            var rows = RowJson.Rows(RowJson.Require(answer, "data"), "data");
            return new([.. rows.SelectMany(static row => row).OfType<string>()]) { Rows = rows };
        }

        var items = answer.ValueKind == JsonValueKind.Array ? RowJson.Texts(answer) : Split(RowJson.Cell(answer) ?? string.Empty);
        return items.Count == 0 ? throw new BadRowException("'answer' is empty.") : new(items) { Canonical = CanonicalText.Of(items, tables) };
    }

    private static IReadOnlyList<string> Split(string text) =>
        text.Trim() is ['[', .., ']'] list ? AnswerItems.Split(list) : text.Trim().Length == 0 ? [] : [text.Trim()];
}
