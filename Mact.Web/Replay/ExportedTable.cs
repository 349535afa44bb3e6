using Mact.Core.Tables;

namespace Mact.Web.Replay;

/// <summary>A table of an exported run.</summary>
public sealed record ExportedTable(string Id, string Name, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
