namespace Mact.Worker.Models;

/// <summary>Where a request stands in the run of a question.</summary>
/// <param name="Step">The step that is being worked on, from 1.</param>
/// <param name="Key">The key that its record gets ("2/plan", "2/code/0").</param>
/// <param name="Drawn">Samples that were drawn for the same point before, where they are drawn little by little.</param>
public sealed record SamplingPlace(int Step, string Key, int Drawn);
