namespace Mact.Api.Tables;

/// <summary>What a request's sources came to.</summary>
/// <param name="Readings">One for each file, or for each sheet of a workbook.</param>
/// <param name="Several">There may be more than one by nature: a workbook, or several files.</param>
internal sealed record SourceReadings(IReadOnlyList<SourceReading> Readings, bool Several);
