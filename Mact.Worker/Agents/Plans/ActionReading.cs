using Mact.Core.Runs;

namespace Mact.Worker.Agents.Plans;

/// <summary>An action as it was read: Name[argument].</summary>
/// <param name="Status">Valid, NoAction, UnknownAction or Truncated.</param>
/// <param name="Kind">The action, where it exists.</param>
/// <param name="Name">The name found.</param>
/// <param name="Argument">What stood between the brackets, trimmed.</param>
/// <param name="End">Where reading goes on.</param>
internal sealed record ActionReading(PlanStatus Status, ActionKind? Kind, string Name, string Argument, int End);
