using Mact.DevServices.Model.Chat;

namespace Mact.DevServices.Model.Faults;

/// <summary>The changes that faults make to the choices of a real reply.</summary>
internal static class FaultEdits
{
    private const string Thought = "Let me look at the table first.";

    public static IReadOnlyList<ChatChoice> Apply(IReadOnlyList<ChatChoice> choices, Fault fault) => fault.Kind switch
    {
        FaultKind.ChoicesFewer => [.. choices.Take((int)fault.NumberOr(Math.Max(0, choices.Count - 1)))],
        FaultKind.ChoicesReversed => [.. choices.Reverse()],
        _ => [.. choices.Select(choice => fault.Argument is null || fault.NumberOr(-1) == choice.Index ? Apply(choice, fault.Kind) : choice)],
    };

    private static ChatChoice Apply(ChatChoice choice, FaultKind kind) => kind switch
    {
        FaultKind.ContentNull => choice with { Content = null },
        FaultKind.FinishLength => choice with { FinishReason = "length", StopReason = null, Content = Half(choice.Content) },
        FaultKind.FinishAbort => choice with { FinishReason = "abort", StopReason = null },
        FaultKind.FinishRepetition => choice with { FinishReason = "repetition", StopReason = null },
        FaultKind.FinishError => choice with { FinishReason = "error", StopReason = null },
        FaultKind.FinishNull => choice with { FinishReason = null, StopReason = null },
        FaultKind.ThinkTag => choice with { Content = $"<think>\n{Thought}\n</think>\n\n{choice.Content}" },
        FaultKind.ThinkUnclosed => choice with { Content = $"<think>\n{Thought}", FinishReason = "length", StopReason = null },
        FaultKind.Reasoning => choice with { Reasoning = Thought },
        FaultKind.ReasoningContent => choice with { Reasoning = Thought, ReasoningField = "reasoning_content" },
        _ => choice,
    };

    private static string? Half(string? text) => text?[..(text.Length / 2)];
}
