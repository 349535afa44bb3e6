namespace Mact.Worker.Agents.Plans;

/// <summary>A labelled line: "Thought 2: …".</summary>
/// <param name="Kind">Which label.</param>
/// <param name="Number">The step's number; null where none was written.</param>
/// <param name="Start">Where the line starts.</param>
/// <param name="ContentStart">Where the text after the label starts.</param>
/// <param name="Action">What was read after an Action label; null for the others.</param>
internal sealed record PlanLabel(PlanLabelKind Kind, int? Number, int Start, int ContentStart, ActionReading? Action);
