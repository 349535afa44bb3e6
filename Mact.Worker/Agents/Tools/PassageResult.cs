using Mact.Core.Runs;
using Mact.Core.Voting;

namespace Mact.Worker.Agents.Tools;

/// <summary>A passage of text as a result.</summary>
internal static class PassageResult
{
    /// <summary>The record, yet without key and times.</summary>
    public static ToolResult Of(string tool, ActionToCarryOut action, string? text, string? error) => new(
        action.Step,
        tool,
        1,
        [new(0, action.Argument, text is null ? ToolSampleStatus.Error : ToolSampleStatus.Ok, text is null ? null : 0, error, 0)],
        text is null ? [] : [new(CanonicalForm.OfText(text).Hash, ["text"], [[text]], 1, [0])])
    {
        Key = string.Empty,
        At = default,
        StartedAt = default,
        DurationMs = 0,
    };
}
