using System.Text.Json;
using Mact.Core.Evaluation.Scoring;

namespace Mact.Core.Evaluation.Data;

/// <summary>A row of SciTab as published.</summary>
internal static class SciTabRow
{
    public static EvaluationItem Read(JsonElement row, string id)
    {
        var claim = RowJson.Text(RowJson.Require(row, "claim"));
        var label = RowJson.Text(RowJson.Require(row, "label"))?.Trim();
        if (string.IsNullOrWhiteSpace(claim) || LabelScorer.Read(label ?? string.Empty, LabelSets.SciTab) is not { } known)
        {
            throw new BadRowException($"'{label}' is no label; the labels are {string.Join(", ", LabelSets.SciTab)}.");
        }

        var columns = RowJson.Texts(RowJson.Require(row, "table_column_names"));
        var table = ItemTables.Build("t", columns, RowJson.Rows(RowJson.Require(row, "table_content_values"), "table_content_values"));
        var gold = new GoldAnswer([known]) { Type = "label", Labels = LabelSets.SciTab };
        return new(id, "scitab", claim, [table], RowJson.Texts(RowJson.Find(row, "table_caption")), gold, ScoringMetric.Label);
    }
}
