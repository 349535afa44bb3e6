using System.Text.Json;
using Mact.Core.Evaluation.Scoring;

namespace Mact.Core.Evaluation.Data;

/// <summary>A row with <c>statement</c>, <c>table_text</c> (header first), <c>answer</c> and perhaps <c>text</c>, <c>answer_type</c>, <c>answer_scale</c>.</summary>
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
            Canonical = metric == ScoringMetric.Denotation ? [.. answer.Select(CanonicalText.Of)] : null,
            Type = RowJson.Text(RowJson.Find(row, "answer_type")) ?? (isClaim ? "label" : null),
            Scale = scale ?? string.Empty,
            Labels = isClaim ? LabelSets.TrueFalse : [],
        };
        var question = isClaim ? Claim(statement) : statement;
        return new(id, scale is not null ? "tatqa" : isClaim ? "claims" : "wtq", question, [table], RowJson.Texts(RowJson.Find(row, "text", "context")), gold, metric);
    }

    // "Claim: … Question: Is the above claim true or false?": the item asks that itself.
    private static string Claim(string statement)
    {
        const string lead = "Claim:";
        var text = statement.Split("\nQuestion:", 2)[0].Trim();
        return text.StartsWith(lead, StringComparison.OrdinalIgnoreCase) ? text[lead.Length..].Trim() : text;
    }
}
