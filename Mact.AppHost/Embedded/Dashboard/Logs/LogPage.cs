namespace Mact.AppHost.Embedded.Dashboard.Logs;

/// <summary>What a reader of a log gets.</summary>
/// <param name="Lines">Oldest first.</param>
/// <param name="Last">The sequence to ask after next time.</param>
/// <param name="Dropped">Lines of this resource that are no longer kept.</param>
internal sealed record LogPage(IReadOnlyList<LogLine> Lines, long Last, long Dropped);
