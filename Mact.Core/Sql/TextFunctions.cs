using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// Replaces the functions of SQLite whose single call can take minutes on texts within the length limit (measured: LIKE with a pattern of 40,000 characters
/// 56 s, replace and instr with a needle of 200,000 characters 4 to 7 s). Same results, bounded work.
/// </summary>
internal static class TextFunctions
{
    /// <summary>Bytes of the text times bytes of the pattern: about 50 ms.</summary>
    private const long MaxMatchWork = 20_000_000;

    /// <summary>For searches that compare many bytes at once.</summary>
    private const long MaxSearchWork = 2_000_000_000;

    public static void Register(FunctionRegistry registry)
    {
        registry.Add("like", 2, values => Match(values, '%', '_', noCase: true));
        registry.Add("like", 3, values => Match(values, '%', '_', noCase: true));
        registry.Add("glob", 2, values => Match(values, '*', '?', noCase: false));
        registry.Add("instr", 2, Find);
        registry.Add("replace", 3, values => Replace(values, registry.MaxLength));
        registry.Add("trim", 2, values => Trim(values, start: true, end: true));
        registry.Add("ltrim", 2, values => Trim(values, start: true, end: false));
        registry.Add("rtrim", 2, values => Trim(values, start: false, end: true));
    }

    private static object? Match(sqlite3_value[] values, char many, char one, bool noCase)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var pattern = FunctionRegistry.Bytes(values[0]);
        var text = FunctionRegistry.Bytes(values[1]);
        CheckWork(pattern.Length, text.Length, MaxMatchWork);
        var escape = -1;
        if (values.Length > 2)
        {
            var given = FunctionRegistry.Bytes(values[2]);
            escape = given.Length == 1 ? given[0] : throw new InvalidOperationException("ESCAPE takes one ASCII character");
        }

        return new PatternMatcher((byte)many, (byte)one, escape, noCase).IsMatch(pattern, text) ? 1L : 0L;
    }

    private static object? Find(sqlite3_value[] values)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var needle = FunctionRegistry.Bytes(values[1]);
        CheckWork(needle.Length, text.Length, MaxSearchWork);
        var at = text.IndexOf(needle);
        return at < 0 ? 0L : 1L + CountCharacters(text[..at]);
    }

    private static object? Replace(sqlite3_value[] values, int maxLength)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var old = FunctionRegistry.Bytes(values[1]);
        var with = FunctionRegistry.Bytes(values[2]);
        CheckWork(old.Length, text.Length, MaxSearchWork);
        if (old.IsEmpty || text.IndexOf(old) < 0)
        {
            return text.ToArray();
        }

        var size = text.Length + ((long)text.Count(old) * (with.Length - old.Length));
        if (size > maxLength)
        {
            return FunctionRegistry.TooBig;
        }

        var result = new byte[size];
        var rest = result.AsSpan();
        for (var at = text.IndexOf(old); at >= 0; at = text.IndexOf(old))
        {
            text[..at].CopyTo(rest);
            with.CopyTo(rest[at..]);
            rest = rest[(at + with.Length)..];
            text = text[(at + old.Length)..];
        }

        text.CopyTo(rest);
        return result;
    }

    private static object? Trim(sqlite3_value[] values, bool start, bool end)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Text(values[0]).AsSpan();
        var set = FunctionRegistry.Text(values[1]).EnumerateRunes().ToHashSet();
        while (start && Rune.DecodeFromUtf16(text, out var first, out var length) == OperationStatus.Done && set.Contains(first))
        {
            text = text[length..];
        }

        while (end && Rune.DecodeLastFromUtf16(text, out var last, out var length) == OperationStatus.Done && set.Contains(last))
        {
            text = text[..^length];
        }

        return text.ToString();
    }

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private static void CheckWork(long pattern, long text, long limit)
    {
        if (pattern * text > limit)
        {
            throw new InvalidOperationException($"too much work: a pattern of {pattern} bytes against a text of {text}");
        }
    }
}
