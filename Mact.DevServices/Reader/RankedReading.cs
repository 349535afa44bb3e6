using Mact.DevServices.Reader.Forms;

namespace Mact.DevServices.Reader;

/// <summary>A reading of a question that ran.</summary>
/// <param name="Form">What it asks.</param>
/// <param name="Sql">The form as one SELECT.</param>
/// <param name="Instruction">The form in English.</param>
/// <param name="Answer">What the SELECT gives on the rows shown; null where not all rows are shown.</param>
/// <param name="Cost">How doubtful the reading is; 0 is none.</param>
internal sealed record RankedReading(LogicalForm Form, string Sql, string Instruction, IReadOnlyList<string>? Answer, double Cost);
