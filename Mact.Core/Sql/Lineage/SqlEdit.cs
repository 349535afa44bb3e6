namespace Mact.Core.Sql.Lineage;

/// <summary>Replaces tokens by a text; with equal places it is inserted.</summary>
internal readonly record struct SqlEdit(int Start, int End, string Text);
