using Mact.Core.Tables;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>Questions of one's own: CSV with <c>question</c>, <c>answer</c> (several values separated by semicolons) and perhaps <c>id</c>, over
/// tables given apart.</summary>
internal static class QuestionCsv
{
    public static IEnumerable<DataSetRow> Read(string text, DataSetSource source)
    {
        if (DelimitedTextReader.Read("questions", text, new TableLimits()) is not TableReading.Success { Table: var table })
        {
            return [new DataSetRow.Bad(1, "The file is not a CSV with a header line and rows.")];
        }

        var (id, question, answer) = (IndexOf(table, "id"), IndexOf(table, "question"), IndexOf(table, "answer"));
        if (question < 0 || answer < 0)
        {
            return [new DataSetRow.Bad(1, "The columns 'question' and 'answer' are needed; 'id' may be there.")];
        }

        var stem = Path.GetFileNameWithoutExtension(source.Name);
        return Enumerable.Range(0, table.RowCount).Select(row => DataSetReader.Guarded(row + 2, () =>
        {
            var name = id >= 0 && table[row, id].Text.Length > 0 ? table[row, id].Text : $"{stem}-{RowJson.Position(row + 1)}";
            return One(name, table[row, question].Text, table[row, answer].Text, source);
        }));
    }

    private static EvaluationItem One(string id, string question, string answer, DataSetSource source)
    {
        if (source.Tables.Count == 0)
        {
            throw new BadRowException("No table was given for the questions.");
        }

        var items = answer.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return question.Length == 0 || items.Length == 0
            ? throw new BadRowException("The question or the answer is empty.")
            : new(
                id,
                "custom",
                question,
                source.Tables,
                [],
                new(items) { Canonical = CanonicalText.Of(items, source.Tables) },
                ScoringMetric.Denotation);
    }

    private static int IndexOf(Table table, string name) =>
        table.Columns.Index()
            .Where(column => string.Equals(column.Item.OriginalName, name, StringComparison.OrdinalIgnoreCase))
            .Select(static column => column.Index)
            .DefaultIfEmpty(-1)
            .First();
}
