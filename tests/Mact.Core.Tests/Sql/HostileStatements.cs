namespace Mact.Core.Tests.Sql;

/// <summary>Statements that try to leave the sandbox or to use more than their share, each with the outcomes that are right for it.</summary>
internal static class HostileStatements
{
    private const string Row = "(hex(printf('%.400000c', 'x')) || a.n)";
    private const string Big = "hex(printf('%.400000c', 'x'))";
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) ";

    /// <summary>Outcome kinds are separated by bars.</summary>
    public static IReadOnlyList<(string Sql, string Outcomes)> All { get; } =
    [
        // Files, extensions, other databases.
        ("SELECT load_extension('/lib/x86_64-linux-gnu/libm.so.6')", "Rejected|Error"),
        ("SELECT readfile('/etc/passwd')", "Rejected|Error"),
        ("SELECT writefile('escaped.txt', 'x')", "Rejected|Error"),
        ("SELECT edit('x', 'vi')", "Rejected|Error"),
        ("SELECT fts3_tokenizer('simple')", "Rejected|Error"),
        ("ATTACH DATABASE 'escaped.db' AS d", "Rejected"),
        ("ATTACH ':memory:' AS d", "Rejected"),
        ("DETACH DATABASE main", "Rejected"),
        ("VACUUM INTO 'escaped.db'", "Rejected"),
        ("VACUUM", "Rejected"),
        ("SELECT * FROM csv('/etc/passwd')", "Rejected|Error"),
        ("SELECT * FROM fsdir('/')", "Rejected|Error"),
        ("SELECT * FROM main.[/etc/passwd]", "Error"),

        // Settings and schema.
        ("PRAGMA temp_store_directory = '/tmp'", "Rejected"),
        ("PRAGMA journal_mode = DELETE", "Rejected"),
        ("PRAGMA hard_heap_limit = 0", "Rejected"),
        ("PRAGMA table_info(t)", "Rejected"),
        ("PRAGMA database_list", "Rejected"),
        ("SELECT * FROM pragma_table_info('t')", "Rejected"),
        ("SELECT count(*) FROM pragma_database_list", "Rejected"),
        ("SELECT * FROM pragma_function_list", "Rejected"),
        ("SELECT * FROM sqlite_master", "Rejected"),
        ("SELECT 1 FROM main.sqlite_schema", "Rejected"),
        ("SELECT count(*) FROM SQLITE_MASTER", "Rejected"),
        ("SELECT * FROM \"sqlite_master\"", "Rejected"),
        ("SELECT * FROM sqlite_temp_master", "Rejected"),
        ("SELECT * FROM sqlite_temp_schema", "Rejected"),
        ("SELECT (SELECT sql FROM sqlite_master LIMIT 1)", "Rejected"),
        ("WITH q AS (SELECT * FROM sqlite_master) SELECT * FROM q", "Rejected"),
        ("SELECT * FROM t WHERE EXISTS (SELECT 1 FROM sqlite_schema)", "Rejected"),
        ("SELECT * FROM dbstat", "Rejected|Error"),
        ("SELECT * FROM sqlite_dbpage", "Rejected|Error"),
        ("SELECT * FROM sqlite_stmt", "Rejected|Error"),
        ("SELECT * FROM json_each('[1,2]')", "Rejected"),
        ("SELECT count(*) FROM json_tree('[1,2]')", "Rejected"),
        ("SELECT * FROM generate_series(1, 1000000000)", "Rejected|Error"),
        ("SELECT sqlite_version()", "Rejected"),
        ("SELECT sqlite_compileoption_get(1)", "Rejected"),
        ("SELECT last_insert_rowid(), changes()", "Rejected"),

        // Writes and transactions.
        ("CREATE TABLE x(a)", "Rejected"),
        ("CREATE TEMP TABLE x AS SELECT * FROM t", "Rejected"),
        ("CREATE VIEW v AS SELECT * FROM t", "Rejected"),
        ("CREATE VIRTUAL TABLE x USING fts5(a)", "Rejected|Error"),
        ("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END", "Rejected"),
        ("DROP TABLE t", "Rejected"),
        ("DELETE FROM t", "Rejected"),
        ("UPDATE t SET n = 0", "Rejected"),
        ("INSERT INTO t(n) VALUES (1)", "Rejected"),
        ("REPLACE INTO t(n) VALUES (1)", "Rejected"),
        ("DELETE FROM t RETURNING *", "Rejected"),
        ("WITH q AS (SELECT 1) DELETE FROM t", "Rejected"),
        ("ALTER TABLE t RENAME TO u", "Rejected"),
        ("REINDEX", "Rejected"),
        ("ANALYZE", "Rejected"),
        ("BEGIN", "Rejected"),
        ("SAVEPOINT s", "Rejected"),
        ("EXPLAIN SELECT * FROM t", "Rejected"),
        ("EXPLAIN QUERY PLAN SELECT * FROM t", "Rejected"),

        // Several statements, comments, odd characters.
        ("SELECT 1; DROP TABLE t", "Rejected"),
        ("SELECT 1; SELECT 2", "Rejected"),
        ("SELECT 1;;; -- end\nDELETE FROM t", "Rejected"),
        ("SELECT 1 /* ; */ ; /* x */ ATTACH 'escaped.db' AS e", "Rejected"),
        ("-- only a comment", "Rejected"),
        (";;;", "Rejected"),
        ("", "Rejected"),
        ("/* never closed", "Rejected"),
        ("SELECT 1\0; DROP TABLE t", "Rejected"),
        ("SELECT 'never closed", "Error"),
        ("ＳＥＬＥＣＴ * FROM t", "Error"),
        ("SELECT\u00a0* FROM t", "Error"),
        ("SELECT * FROM t WHERE name = 'a\u202e'", "Rows"),
        ("\ufeffSELECT count(*) FROM t", "Rows"),
        ("SELECT ?1", "Error"),
        ("SELECT '\ud800'", "Rows"),

        // Endless and exploding work.
        (Endless + "SELECT count(*) FROM c", "TimedOut"),
        (Endless + "SELECT x FROM c", "TooLarge|TimedOut"),
        (Endless + "SELECT x FROM c ORDER BY x DESC", "TimedOut|TooLarge"),
        (Endless + "SELECT group_concat(x) FROM c", "TimedOut|TooLarge"),
        (Endless + "SELECT median(x) FROM c", "TimedOut|TooLarge|Error"),
        (Endless + "SELECT DISTINCT x % 7919 FROM c", "TimedOut|TooLarge"),
        ("WITH RECURSIVE c(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM c) SELECT max(length(x)) FROM c", "TooLarge|TimedOut"),
        ("SELECT count(*) FROM t a, t b, t c, t d, t e", "TimedOut"),
        ("SELECT a.name FROM t a, t b, t c ORDER BY a.name || b.name, c.n", "TimedOut|TooLarge"),
        ("SELECT a.name, count(*) FROM t a, t b, t c GROUP BY a.name || b.n || c.n", "TimedOut|TooLarge"),
        ("SELECT a.n, sum(b.n) OVER (ORDER BY a.n || b.n || c.n) FROM t a, t b, t c", "TimedOut|TooLarge"),
        ("SELECT a.n FROM t a, t b UNION SELECT b.n || a.name || c.n FROM t a, t b, t c", "TimedOut|TooLarge"),
        ("SELECT max(a.n * b.n * c.n * d.n) FROM t a, t b, t c, t d", "TimedOut"),
        ("SELECT printf('%.*c', 900000000, 'x')", "TooLarge"),
        ("SELECT printf('%900000000d', 1)", "TooLarge"),
        ("SELECT printf('%.99999999f', 1.5)", "TooLarge"),
        ("SELECT format('%.*c', 2147483647, 'x')", "TooLarge"),
        ("SELECT randomblob(999999999)", "Rejected"),
        ("SELECT zeroblob(1000000000)", "Rejected"),
        ($"SELECT {Big} || {Big}", "TooLarge"),
        ($"SELECT replace({Big}, '7', '{new string('y', 500)}')", "TooLarge"),
        ($"SELECT replace({Row}, {Big} || 'z', '') FROM t a, t b", "TooLarge|TimedOut|Error"),
        ($"SELECT instr({Row}, substr({Big}, 1, 399999) || 'z') FROM t a, t b", "TooLarge|TimedOut|Error"),
        ($"SELECT trim({Row}, {Big}) FROM t a, t b", "TimedOut|TooLarge|Rows"),
        ($"SELECT sum({Row} LIKE '%7%7%7%7%7%7%7%8') FROM t a, t b", "TimedOut"),
        ($"SELECT sum({Row} LIKE '%' || substr({Big}, 1, 9000) || '9') FROM t a", "Error|TimedOut"),
        ($"SELECT sum({Row} GLOB '*7*7*7*7*7*7*[7]*8') FROM t a, t b", "TimedOut"),
        ($"SELECT sum(length(upper({Row}))) FROM t a, t b", "TimedOut"),
        ("SELECT regexp('^(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')", "Error|TimedOut"),
        ("SELECT sum(regexp('(x+x+)+y', name || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')) FROM t", "Error|TimedOut"),
        ("SELECT 'x' REGEXP '(((((a{1,900}){1,900}){1,900}){1,900}){1,900})'", "Rows|Error|TimedOut"),
        ("SELECT 'x' REGEXP '('", "Error"),
        ($"SELECT sum(edit_distance({Row}, {Big})) FROM t a, t b", "TimedOut"),
        ($"SELECT sum(length(norm({Row}))) FROM t a, t b", "TimedOut"),

        // Prepare-time bombs.
        ("SELECT " + new string('(', 5_000) + "1" + new string(')', 5_000), "Error|TooLarge"),
        ("SELECT " + string.Concat(Enumerable.Repeat("abs(", 2_000)) + "1" + new string(')', 2_000), "Error|TooLarge"),
        ("SELECT 1" + string.Concat(Enumerable.Repeat(" + 1", 4_000)), "Error|TooLarge"),
        ("SELECT 1" + string.Concat(Enumerable.Repeat(" UNION SELECT 1", 1_200)), "Error|TooLarge"),
        ("SELECT " + string.Join(',', Enumerable.Repeat("1", 9_000)), "Error|TooLarge"),
        ("SELECT * FROM " + string.Join(',', Enumerable.Range(0, 70).Select(i => $"t a{i}")), "Error|TimedOut|TooLarge"),
        ("SELECT max(" + string.Join(',', Enumerable.Repeat("1", 500)) + ")", "Error"),
        ("SELECT '" + new string('x', 30_000) + "'", "Rejected"),
        (MultiplyingExpressions(), "Rejected"),
        (string.Concat(Enumerable.Repeat("SELECT * FROM (", 300)) + "SELECT 1" + new string(')', 300), "Error|Rows"),
    ];

    /// <summary>Each refers twice to the one before: 2^24 copies.</summary>
    private static string MultiplyingExpressions() =>
        "WITH q0 AS (SELECT 1 AS x)" + string.Concat(
            Enumerable.Range(1, 24).Select(i => $", q{i} AS (SELECT a.x FROM q{i - 1} a, q{i - 1} b)")) + " SELECT count(*) FROM q24";
}
