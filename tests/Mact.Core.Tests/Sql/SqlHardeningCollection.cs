namespace Mact.Core.Tests.Sql;

/// <summary>SQLite's heap figures are those of the process, and the time limits are short: nothing else runs beside these tests.</summary>
[CollectionDefinition(nameof(SqlHardeningTests), DisableParallelization = true)]
public sealed class SqlHardeningCollection;
