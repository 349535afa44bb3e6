using Mact.Core.Prompts;

namespace Mact.Worker.Agents.Selection;

/// <summary>What a choice is made from.</summary>
/// <param name="Turn">The planning call.</param>
/// <param name="Step">From 1.</param>
/// <param name="Clusters">The proposals; at least one.</param>
/// <param name="Steps">The scratchpad.</param>
/// <param name="Observed">Canonical forms of what was executed so far.</param>
internal sealed record SelectionContext(
    int Turn, int Step, IReadOnlyList<ActionCluster> Clusters, IReadOnlyList<PromptStep> Steps, IReadOnlySet<string> Observed);
