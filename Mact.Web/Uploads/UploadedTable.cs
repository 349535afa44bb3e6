using Mact.Core.Tables;

namespace Mact.Web.Uploads;

/// <summary>A table that an upload stored.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">As the Api named it.</param>
/// <param name="Repairs">The first of what was changed while reading.</param>
/// <param name="RepairCount">All of them.</param>
public sealed record UploadedTable(string Id, string Name, IReadOnlyList<TableRepair> Repairs, int RepairCount);
