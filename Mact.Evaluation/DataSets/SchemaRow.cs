using System.Text.Json;
using System.Text.Json.Nodes;
using Mact.Core.Tables;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.DataSets;

/// <summary>A row of the schema of docs/data.md.</summary>
internal static class SchemaRow
{
    /// <summary>An item as a line of that schema, whatever shape it was read from; reading the line again gives an equal item.</summary>
    public static string Write(EvaluationItem item)
    {
        var row = new JsonObject
        {
            ["id"] = item.Id,
            ["dataset"] = item.DataSet,
            ["question"] = item.Question,
            ["tables"] = new JsonArray([.. item.Tables.Select(Table)]),
            ["context"] = Array(item.Context),
            ["answer"] = Array(item.Gold.Items),
            ["scale"] = item.Gold.Scale,
            ["ordered"] = item.Gold.Ordered,
            ["metric"] = item.Metric.ToString().ToLowerInvariant(),
        };
        if (item.Gold.Canonical is { } canonical)
        {
            row["answer_canon"] = Array(canonical);
        }

        if (item.Gold.Type is { } type)
        {
            row["answer_type"] = type;
        }

        if (item.Gold.Rows is { } rows)
        {
            row["answer_rows"] = new JsonArray([.. rows.Select(Array)]);
        }

        if (item.Gold.Labels.Count > 0)
        {
            row["meta"] = new JsonObject { ["labels"] = Array(item.Gold.Labels) };
        }

        return row.ToJsonString();
    }

    private static JsonArray Array(IEnumerable<string?> texts) => new([.. texts.Select(static text => (JsonNode?)text)]);

    private static JsonObject Table(Table table) => new()
    {
        ["name"] = table.Name,
        ["columns"] = Array(table.Columns.Select(static column => column.OriginalName)),
        ["types"] = Array(table.Columns.Select(static column => column.Type.ToString())),
        ["rows"] = new JsonArray(
            [
                .. Enumerable.Range(0, table.RowCount).Select(
                    row => Array(Enumerable.Range(0, table.Columns.Count).Select(column => Cell(table[row, column])))),
            ]),
    };

    private static string? Cell(Cell cell) => cell.Value is null && cell.Text.Length == 0 ? null : cell.Text;

    public static EvaluationItem Read(JsonElement row, string id)
    {
        var dataSet = RowJson.Text(RowJson.Find(row, "dataset")) ?? "custom";
        var question = RowJson.Text(RowJson.Require(row, "question"));
        if (string.IsNullOrWhiteSpace(question))
        {
            throw new BadRowException("'question' is empty.");
        }

        var rows = RowJson.Find(row, "answer_rows") is { } result ? RowJson.Rows(result, "answer_rows") : null;
        var answer = RowJson.Texts(RowJson.Require(row, "answer"));
        if (answer.Count == 0 && rows is null)
        {
            throw new BadRowException("'answer' is empty.");
        }

        var metric = MetricOf(row, dataSet, rows is not null);
        var tables = Tables(RowJson.Require(row, "tables"));
        var gold = new GoldAnswer(answer)
        {
            Canonical = RowJson.Find(row, "answer_canon") is { } canonical ? RowJson.Texts(canonical) : CanonicalText.Dates(answer, tables),
            Type = RowJson.Text(RowJson.Find(row, "answer_type")),
            Scale = RowJson.Text(RowJson.Find(row, "scale")) ?? string.Empty,
            Rows = rows,
            Ordered = RowJson.Find(row, "ordered") is { ValueKind: JsonValueKind.True },
            Labels = metric == ScoringMetric.Label ? LabelsOf(row, dataSet) : [],
        };
        return new(id, dataSet, question, tables, RowJson.Texts(RowJson.Find(row, "context")), gold, metric);
    }

    private static ScoringMetric MetricOf(JsonElement row, string dataSet, bool hasRows) => RowJson.Text(RowJson.Find(row, "metric")) switch
    {
        "exact" => ScoringMetric.Exact,
        "denotation" => ScoringMetric.Denotation,
        "tatqa" => ScoringMetric.TatQa,
        "label" => ScoringMetric.Label,
        "execution" => ScoringMetric.Execution,
        null => dataSet switch
        {
            "wtq" => ScoringMetric.Denotation,
            "tatqa" => ScoringMetric.TatQa,
            "tabfact" or "scitab" => ScoringMetric.Label,
            "spider_mt" => ScoringMetric.Execution,
            _ => hasRows ? ScoringMetric.Execution : ScoringMetric.Denotation,
        },
        var other => throw new BadRowException($"'{other}' is not a metric; the metrics are denotation, tatqa, label, execution and exact."),
    };

    private static IReadOnlyList<string> LabelsOf(JsonElement row, string dataSet)
    {
        var given = RowJson.Find(row, "meta") is { } meta ? RowJson.Texts(RowJson.Find(meta, "labels")) : [];
        return given.Count > 0 ? given : dataSet switch
        {
            "scitab" => LabelSets.SciTab,
            "tabfact" => LabelSets.TabFact,
            _ => LabelSets.TrueFalse,
        };
    }

    private static List<Table> Tables(JsonElement tables)
    {
        if (tables.ValueKind != JsonValueKind.Array || tables.GetArrayLength() == 0)
        {
            throw new BadRowException("'tables' is not a list of at least one table.");
        }

        return
        [
            .. tables.EnumerateArray().Select(static (table, index) => ItemTables.Build(
                RowJson.Text(RowJson.Find(table, "name")) ?? $"t{RowJson.Position(index + 1)}",
                RowJson.Texts(RowJson.Require(table, "columns")),
                RowJson.Rows(RowJson.Require(table, "rows"), "rows"),
                RowJson.Find(table, "types") is { } types ? RowJson.Texts(types) : null)),
        ];
    }
}
