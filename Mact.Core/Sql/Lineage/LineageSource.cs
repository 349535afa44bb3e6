namespace Mact.Core.Sql.Lineage;

/// <summary>A source with what it means: a table, or something derived.</summary>
/// <param name="Source">As it stands in the statement.</param>
/// <param name="Alias">What its columns are qualified with.</param>
/// <param name="Table">Null where it is derived.</param>
/// <param name="Derived">Null where it is a table.</param>
internal sealed record LineageSource(SelectSource Source, string Alias, LineageTable? Table, DerivedTable? Derived)
{
    public IReadOnlyList<string>? Columns => Table?.Columns ?? Derived!.Columns;

    public bool IsCalled(string name) => Source.EffectiveName?.Equals(name, StringComparison.OrdinalIgnoreCase) == true;
}
