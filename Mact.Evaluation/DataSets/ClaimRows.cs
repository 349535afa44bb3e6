using System.Text.Json;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>A row of SciTab as published.</summary>
internal static class SciTabRow
{
    public static EvaluationItem Read(JsonElement row, string id)
    {
        var claim = RowJson.Text(RowJson.Require(row, "claim"));
        var label = RowJson.Text(RowJson.Require(row, "label"))?.Trim();
        if (string.IsNullOrWhiteSpace(claim) || LabelScorer.Read(label ?? string.Empty, LabelSets.SciTab) is not { } known)
        {
            throw new BadRowException($"'{label}' is not a label; the labels are {string.Join(", ", LabelSets.SciTab)}.");
        }

        var columns = RowJson.Texts(RowJson.Require(row, "table_column_names"));
        var table = ItemTables.Build("t", columns, RowJson.Rows(RowJson.Require(row, "table_content_values"), "table_content_values"));
        var gold = new GoldAnswer([known]) { Type = "label", Labels = LabelSets.SciTab };
        return new(id, "scitab", claim, [table], RowJson.Texts(RowJson.Find(row, "table_caption")), gold, ScoringMetric.Label);
    }
}

/// <summary>A row with <c>statement</c>, <c>table_text</c> (header first), <c>answer</c> and perhaps <c>text</c>, <c>answer_type</c>,
/// <c>answer_scale</c>.</summary>
internal static class StatementRow
{
    public static EvaluationItem Read(JsonElement row, string id)
    {
        var statement = RowJson.Text(RowJson.Require(row, "statement", "question", "Question"));
        var answer = RowJson.Texts(RowJson.Require(row, "answer"));
        if (string.IsNullOrWhiteSpace(statement) || answer.Count == 0)
        {
            throw new BadRowException("'statement' or 'answer' is empty.");
        }

        var table = ItemTables.WithHeader("t", RowJson.Rows(RowJson.Require(row, "table_text", "tables"), "table_text"));
        var scale = RowJson.Text(RowJson.Find(row, "answer_scale", "scale"));
        var isClaim = answer is [var only] && LabelSets.TrueFalse.Contains(only, StringComparer.OrdinalIgnoreCase);
        var metric = scale is not null ? ScoringMetric.TatQa : isClaim ? ScoringMetric.Label : ScoringMetric.Denotation;
        var gold = new GoldAnswer(answer)
        {
            Canonical = metric == ScoringMetric.Denotation ? CanonicalText.Of(answer, [table]) : null,
            Type = RowJson.Text(RowJson.Find(row, "answer_type")) ?? (isClaim ? "label" : null),
            Scale = scale ?? string.Empty,
            Labels = isClaim ? LabelSets.TrueFalse : [],
        };
        var question = isClaim ? Claim(statement) : statement;
        return new(
            id,
            scale is not null ? "tatqa" : isClaim ? "claims" : "wtq",
            question,
            [table],
            RowJson.Texts(RowJson.Find(row, "text", "context")),
            gold,
            metric);
    }

    // "Claim: … Question: Is the above claim true or false?": the item asks that itself.
    private static string Claim(string statement)
    {
        const string lead = "Claim:";
        var text = statement.Split("\nQuestion:", 2)[0].Trim();
        return text.StartsWith(lead, StringComparison.OrdinalIgnoreCase) ? text[lead.Length..].Trim() : text;
    }
}

/// <summary>TabFact as published: table file → [statements, labels (1 entailed, 0 refuted), caption]. The rows are the statements, counted
/// through.</summary>
internal static class TabFactDocument
{
    private const char Separator = '#';

    public static IEnumerable<DataSetRow> Read(JsonElement root, DataSetSource source)
    {
        var number = 0;
        foreach (
            var entry in root.ValueKind == JsonValueKind.Object ? root.EnumerateObject() : throw new BadRowException("The file is not an object of "
                + "tables."))
        {
            if (entry.Value.ValueKind != JsonValueKind.Array || entry.Value.GetArrayLength() < 2 || entry.Value[0].ValueKind != JsonValueKind.Array)
            {
                yield return new DataSetRow.Bad(++number, $"'{entry.Name}' is not [statements, labels, caption].");
                continue;
            }

            foreach (var (index, statement) in entry.Value[0].EnumerateArray().Index())
            {
                number++;
                yield return DataSetReader.Guarded(number, () => One(entry, index, statement, source));
            }
        }
    }

    private static EvaluationItem One(JsonProperty entry, int index, JsonElement statement, DataSetSource source)
    {
        var labels = entry.Value[1];
        if (labels.ValueKind != JsonValueKind.Array || index >= labels.GetArrayLength())
        {
            throw new BadRowException("The statement has no label.");
        }

        var text = source.ReadFile?.Invoke(entry.Name) ?? throw new BadRowException($"The table '{entry.Name}' is not there.");
        List<IReadOnlyList<string?>> rows =
        [
            .. text.ReplaceLineEndings("\n")
                .Split('\n')
                .Where(static line => line.Length > 0)
                .Select(static line => (IReadOnlyList<string?>)line.Split(Separator)),
        ];
        var label = RowJson.Cell(labels[index]) switch
        {
            "1" => "yes",
            "0" => "no",
            var other => throw new BadRowException($"'{other}' is not a label; 1 stands for yes, 0 for no."),
        };
        return new(
            $"{entry.Name}-{RowJson.Position(index)}",
            "tabfact",
            RowJson.Cell(statement) ?? throw new BadRowException("The statement is empty."),
            [ItemTables.WithHeader("t", rows)],
            entry.Value.GetArrayLength() > 2 ? RowJson.Texts(entry.Value[2]) : [],
            new GoldAnswer([label]) { Type = "label", Labels = LabelSets.TabFact },
            ScoringMetric.Label);
    }
}
