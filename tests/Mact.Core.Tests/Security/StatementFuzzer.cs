namespace Mact.Core.Tests.Security;

/// <summary>Writes statements that are valid as a rule and cost as much as they can: every production is one that was once, or could be, a way to
/// take more than one's share.</summary>
internal sealed class StatementFuzzer(int seed)
{
    private readonly Random _random = new(seed);
    private int _names;

    public string Next()
    {
        _names = 0;
        var statement = _random.Next(8) switch
        {
            0 => Expansion(),
            1 => $"{Endless()} {Select(2, "c")}",
            2 => Compound(),
            _ => Select(3),
        };
        return statement.Length <= 20_000 ? statement : statement[..20_000];
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];

    private string Endless() =>
        $"WITH RECURSIVE c(n, name) AS (SELECT {Pick("1", "'x'", "hex(zeroblob(1000))")}, 'a' UNION {Pick("ALL ", string.Empty)}SELECT "
            + $"{Pick("n + 1", "n || n", "n || 'x'", "n * 2", "printf('%.*c', n, 'x')")}, name {Pick("|| name", string.Empty, "|| 'y'")} FROM c)";

    // Common tables that name one another forwards, backwards, quoted and qualified.
    private string Expansion()
    {
        var depth = _random.Next(4, 60);
        var width = _random.Next(1, 5);
        var quote = Pick("", "\"", "'", "`");
        var end = quote;
        var forwards = _random.Next(2) == 0;
        var tests = _random.Next(3) == 0;
        var parts = Enumerable.Range(0, depth).Select(i =>
        {
            var other = forwards ? i + 1 : i - 1;
            return other < 0 || other >= depth ? $"a{i} AS (SELECT n FROM t)"
                : tests ? $"a{i} AS (SELECT n FROM t WHERE "
                    + string.Join(" OR ", Enumerable.Range(0, width).Select(j => $"n {Pick("", "NOT ")}IN {quote}a{other}{end}")) + ")"
                : $"a{i} AS {Pick("", "NOT MATERIALIZED ", "MATERIALIZED ")}(SELECT x0.n FROM "
                    + string.Join(Pick(", ", " JOIN ", " CROSS JOIN "), Enumerable.Range(0, width).Select(j => $"{quote}a{other}{end} x{j}")) + ")";
        });
        return $"WITH {string.Join(", ", parts)} SELECT {Pick("count(*)", "max(n)", "*")} FROM {quote}a{(forwards ? 0 : depth - 1)}{end}";
    }

    private string Compound() => string.Join(
        Pick(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "), Enumerable.Range(0, _random.Next(2, 90)).Select(_ => Select(1)));

    private string Select(int depth, string? table = null)
    {
        var joins = _random.Next(1, 6);
        var names = Enumerable.Range(0, joins).Select(_ => $"x{_names++}").ToList();
        var sources = names.Select(name => depth > 0 && _random.Next(4) == 0
            ? $"(SELECT n, name FROM ({Select(depth - 1)})) {name}"
            : $"{table ?? Pick("t", "t", "big")} {name}");
        var value = Value(names, depth);
        var text = $"SELECT {Pick(string.Empty, "DISTINCT ")}{value} AS n, {Value(names, depth)} AS name FROM "
            + string.Join(Pick(", ", " JOIN "), sources);
        text += _random.Next(3) == 0
            ? $" WHERE {Value(names, depth)} {Pick("<", "=", "LIKE", "GLOB", "IN (1, 2) OR 1 <")} {Value(names, depth)}"
            : string.Empty;
        text += _random.Next(3) == 0 ? $" GROUP BY {Value(names, 0)}, {Value(names, 0)}" : string.Empty;
        return $"SELECT n, name FROM ({text}{(_random.Next(3) == 0 ? $" ORDER BY {Value(names, 0)} {Pick("DESC", string.Empty)}" : string.Empty)})";
    }

    private string Value(List<string> names, int depth)
    {
        var name = names[_random.Next(names.Count)];
        var other = names[_random.Next(names.Count)];
        return _random.Next(depth > 0 ? 18 : 9) switch
        {
            0 => $"{name}.n || {other}.name",
            1 => $"{name}.n * {other}.n",
            2 => $"printf('%.{_random.Next(1, 400_000)}c', {name}.name)",
            3 => $"hex(printf('%.{_random.Next(1, 400_000)}c', 'x')) || {name}.n",
            4 => $"replace({name}.name, 'a', hex({other}.name))",
            5 => $"upper({name}.name) || lower({other}.name)",
            6 => $"{name}.name",
            7 => $"norm({name}.name || {other}.n)",
            8 => $"{name}.n % 7919",
            9 => $"(SELECT {Pick("max", "count", "group_concat", "sum", "median", "total")}(y.n) FROM t y, big z "
                + $"WHERE y.n {Pick("<", ">", "<>")} {name}.n)",
            10 => $"{Pick("max", "group_concat", "sum", "median", "avg", "count")}({name}.n || {other}.name)",
            11 => $"{Pick("sum", "row_number", "rank", "group_concat", "lag")}({Pick(name + ".n", "")}) "
                + $"OVER (PARTITION BY {other}.n ORDER BY {name}.name)",
            12 => $"regexp('({Pick("a+", "x*", "(a|aa)")}+)+$', {name}.name || '{new string('a', _random.Next(1, 60))}!')",
            13 => $"edit_distance({name}.name, printf('%.{_random.Next(1, 90_000)}c', 'x'))",
            14 => $"CASE WHEN EXISTS ({Select(0)}) THEN {name}.n ELSE {other}.n END",
            15 => $"instr(hex({name}.name), hex({other}.name))",
            16 => $"trim({name}.name, printf('%.{_random.Next(1, 90_000)}c', 'x'))",
            _ => $"{new string('(', _random.Next(1, 150))}{name}.n{new string(')', 1)}",
        };
    }
}
