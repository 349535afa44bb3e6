using Mact.DevServices.Reader.Forms;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>One way to understand a question.</summary>
/// <param name="Form">What it asks.</param>
/// <param name="Cost">How doubtful the choices were; 0 is none.</param>
/// <param name="Mask">The words of the question that it explains.</param>
internal sealed record Reading(LogicalForm Form, double Cost, ulong Mask);
