namespace Mact.Core.Sql.Lineage;

/// <summary>One thing that is selected; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">First token.</param>
/// <param name="ExpressionEnd">After the expression, before its alias.</param>
/// <param name="End">After the alias.</param>
/// <param name="Alias">Null where it has none.</param>
/// <param name="IsStar">"*" or "name.*".</param>
/// <param name="Qualifier">The name of "name.*"; null elsewhere.</param>
internal sealed record SelectItem(int Start, int ExpressionEnd, int End, string? Alias, bool IsStar, string? Qualifier);
