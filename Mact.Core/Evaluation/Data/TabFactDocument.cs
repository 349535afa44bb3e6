using System.Text.Json;
using Mact.Core.Evaluation.Scoring;

namespace Mact.Core.Evaluation.Data;

/// <summary>TabFact as published: table file → [statements, labels (1 entailed, 0 refuted), caption]. The rows are the statements, counted through.</summary>
internal static class TabFactDocument
{
    private const char Separator = '#';

    public static IEnumerable<DataSetRow> Read(JsonElement root, DataSetSource source)
    {
        var number = 0;
        foreach (var entry in root.ValueKind == JsonValueKind.Object ? root.EnumerateObject() : throw new BadRowException("The file is no object of tables."))
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
        List<IReadOnlyList<string?>> rows = [.. text.ReplaceLineEndings("\n").Split('\n').Where(static line => line.Length > 0).Select(static line => (IReadOnlyList<string?>)line.Split(Separator))];
        var label = RowJson.Cell(labels[index]) switch
        {
            "1" => "yes",
            "0" => "no",
            var other => throw new BadRowException($"'{other}' is no label; 1 stands for yes, 0 for no."),
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
