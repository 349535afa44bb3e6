using System.Diagnostics;
using Mact.Core.Runs;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Agents.Running;
using Mact.Worker.Agents.Telemetry;

namespace Mact.Worker.Agents.Tools;

/// <summary>Finds the paragraphs of the text that share most words with what is looked for.</summary>
internal sealed class LookupTool(Run run)
{
    private const int Paragraphs = 3;
    private const int MaxLength = 1_500;

    public async Task<ToolResult> RunAsync(ActionToCarryOut action, CancellationToken cancellationToken)
    {
        var key = $"{action.KeyPrefix}/lookup";
        if (run.Log.Find<ToolResult>(key) is { } recorded)
        {
            return recorded;
        }

        using var activity = AgentTelemetry.StartTool("lookup", action.Step);
        var found = Find(action.Argument);
        var record = PassageResult.Of("lookup", action, found, found is null ? "No paragraph of the text speaks of it." : null) with
        {
            Key = key,
            At = run.Log.Now,
            Attempt = run.Log.Attempt,
            StartedAt = run.Log.Now,
        };
        await run.Log.AppendAsync(record, cancellationToken);
        activity?.SetStatus(found is null ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
        return record;
    }

    private string? Find(string argument)
    {
        var words = QuestionWords.Of(argument);
        var best = run.Question.Context
            .Select((text, index) => (text, index, score: words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .Where(paragraph => paragraph.score > 0)
            .OrderByDescending(paragraph => paragraph.score)
            .ThenBy(paragraph => paragraph.index)
            .Take(Paragraphs)
            .OrderBy(paragraph => paragraph.index)
            .Select(paragraph => paragraph.text.Length <= MaxLength ? paragraph.text : string.Concat(paragraph.text.AsSpan(0, MaxLength - 1), "…"))
            .ToList();
        return best.Count == 0 ? null : string.Join('\n', best);
    }
}
