using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Programs;

/// <summary>
/// The tables of one run, the question's and the derived ones, in one database that all samples share. It is loaded when it is
/// first needed: a run that is merely read back from its records loads nothing.
/// </summary>
internal sealed class Workbench(IReadOnlyList<Table> tables, SqlLimits limits, TimeProvider time) : IDisposable
{
    private readonly List<Table> _derived = [];
    private readonly List<(string Name, Func<SqlSandbox, CancellationToken, Table?> Make)> _pending = [];
    private SqlSandbox? _sandbox;

    /// <summary>The question's tables.</summary>
    public IReadOnlyList<Table> Originals { get; } = tables;

    /// <summary>The name under which a step's result can be queried; moves aside for a table of the question.</summary>
    public string NameOf(int step)
    {
        var name = $"step{step}";
        while (Originals.Any(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            name += "_result";
        }

        return name;
    }

    /// <summary>Keeps a result for later steps.</summary>
    public void Keep(string name, Table result) => _pending.Add((name, (_, _) => result.WithName(name)));

    /// <summary>Keeps a recorded result for later steps: its program is run again where the table is needed.</summary>
    public void KeepProgram(string name, string sql) => _pending.Add((name, (sandbox, token) => sandbox.Execute(sql, token) is SqlOutcome.Rows rows
        ? rows.Result.WithName(name)
        : null));

    /// <summary>Derived tables in order of their steps.</summary>
    public IReadOnlyList<Table> Derived(CancellationToken cancellationToken)
    {
        if (_pending.Count > 0)
        {
            Open(cancellationToken);
        }

        return _derived;
    }

    /// <summary>Runs one statement.</summary>
    public SqlOutcome Execute(string sql, CancellationToken cancellationToken) => Open(cancellationToken).Execute(sql, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _sandbox?.Dispose();

    private SqlSandbox Open(CancellationToken cancellationToken)
    {
        _sandbox ??= SqlSandbox.Load(Originals, limits, time);
        foreach (var (name, make) in _pending)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (make(_sandbox, cancellationToken) is { } table)
            {
                _sandbox.Add(table);
                _derived.Add(table);
            }
        }

        _pending.Clear();
        return _sandbox;
    }
}
