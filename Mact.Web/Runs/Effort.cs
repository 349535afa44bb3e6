using Mact.Core.Questions;

namespace Mact.Web.Runs;

/// <summary>One dial for how hard a question is worked on, and the settings that it stands for.</summary>
/// <param name="Key">quick, standard, thorough: as it stands in addresses.</param>
/// <param name="Label">For people.</param>
/// <param name="Words">What it is good for.</param>
/// <param name="Options">The settings.</param>
public sealed record Effort(string Key, string Label, string Words, QuestionOptions Options)
{
    /// <summary>From cheap to dear.</summary>
    public static IReadOnlyList<Effort> All { get; } =
    [
        new("quick", "Quick", "Few samples; the first agreement decides.", new() { PlanSamples = 3, CodeSamples = 3, MaxSteps = 4, MaxAttempts = 5 }),
        new("standard", "Standard", "Five plans, five programs, every result voted on.", new()),
        new("thorough", "Thorough", "More samples, more steps, no shortcut.", new() { PlanSamples = 9, CodeSamples = 9, MaxSteps = 10, MaxAttempts = 14, Shortcut = ShortcutMode.Off }),
    ];

    /// <summary>What is meant when nothing is said.</summary>
    public static Effort Standard => All[1];

    /// <summary>By key; the standard one where the key is unknown.</summary>
    public static Effort Find(string? key) => All.FirstOrDefault(effort => effort.Key == key) ?? Standard;

    /// <summary>Requests at most: a plan per attempt, and for every step but the last a program request and a repair.</summary>
    public static int MostRequests(QuestionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.MaxAttempts + (2 * Math.Max(0, options.MaxSteps - 1));
    }
}
