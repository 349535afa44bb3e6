using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// What one statement takes: what SQLite holds more than before it, and what the functions written in C# allocate, where that is more than a
/// collection clears at once. A large object stays until the collector looks at the old ones, however many wait for it; so large ones are counted
/// whether they are still in use or not.
/// </summary>
internal sealed class SqlMemory(long limit)
{
    /// <summary>A statement that took as much has the C library give back what it freed.</summary>
    public const long GivenBackFrom = 16_000_000;

    /// <summary>Less than this at a call are small objects.</summary>
    private const int LargeObject = 40_000;

    /// <summary>A cell, its text and its value, and what a growing list leaves behind; long texts have a limit of their own.</summary>
    private const int BytesPerCell = 120;

    private long _before;
    private long _result;
    private bool _isSpent;

    /// <summary>Bytes that functions took since the statement began.</summary>
    public long TakenByFunctions { get; private set; }

    /// <summary>The most that was seen.</summary>
    public long Peak { get; private set; }

    /// <summary>The statement must end, or has ended.</summary>
    public bool IsSpent => _isSpent || IsSpentByFunctions;

    /// <summary>It would be too much without any neighbour.</summary>
    public bool IsSpentByFunctions => TakenByFunctions > limit;

    public void Start()
    {
        _before = raw.sqlite3_memory_used();
        _isSpent = false;
        (TakenByFunctions, Peak, _result) = (0, 0, 0);
    }

    /// <summary>Looks again. SQLite counts for the whole process: what is too much beside others is tried once more alone.</summary>
    public bool IsSpentNow()
    {
        Peak = Math.Max(Peak, raw.sqlite3_memory_used() - _before + TakenByFunctions + _result);
        return _isSpent |= Peak > limit;
    }

    /// <summary>Bytes that one call of a function allocated.</summary>
    public void AddGarbage(long bytes) => TakenByFunctions += bytes > LargeObject ? bytes : 0;

    /// <summary>Cells of the result that are kept.</summary>
    public void AddResult(int cells) => _result += (long)cells * BytesPerCell;

    /// <summary>Bytes that stay in use.</summary>
    public void Add(long bytes) => TakenByFunctions += bytes;
}

/// <summary>A text in UTF-8 that is being put together in memory that is used again.</summary>
internal sealed class Utf8Buffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static Utf8Buffer Of(ReadOnlySpan<byte> utf8)
    {
        var buffer = new Utf8Buffer(utf8.Length);
        buffer.Append(utf8);
        return buffer;
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(Length));
        Length += utf8.Length;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * _bytes.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

/// <summary>Cuts a long text where its pieces mean the same alone: before a space, else before a letter that joins with nothing.</summary>
internal static class TextPieces
{
    /// <summary>Bytes of a piece: far more than a cell has as a rule, and never a large object.</summary>
    public const int MaxLength = 8_192;

    /// <summary>Bytes of the next piece.</summary>
    public static int Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= MaxLength)
        {
            return rest.Length;
        }

        // A space behind a space belongs to it.
        for (var at = MaxLength; at > MaxLength / 2; at--)
        {
            if (rest[at] is (byte)' ' or (byte)'\n' && rest[at - 1] is > (byte)' ' and < 0x80)
            {
                return at;
            }
        }

        for (var at = MaxLength; at > MaxLength / 2; at--)
        {
            if (rest[at] is > (byte)' ' and < 0x80)
            {
                return at;
            }
        }

        var end = MaxLength;
        while ((rest[end] & 0xC0) == 0x80 && end > MaxLength - 4)
        {
            end--;
        }

        return end;
    }
}

/// <summary>The numbers that an aggregate has seen.</summary>
internal sealed class NumberSeries(SqlMemory memory)
{
    /// <summary>No number is longer.</summary>
    private const int MaxNumberLength = 400;
    private const int FirstCapacity = 64;

    private readonly List<double> _values = new(FirstCapacity);
    private double? _argument;

    /// <summary>The second argument of the aggregate, if any.</summary>
    public double? Argument => _argument;

    public void Add(sqlite3_value[] arguments)
    {
        if (arguments.Length > 1 && _argument is null && Number(arguments[1]) is { } argument)
        {
            _argument = argument;
        }

        if (Number(arguments[0]) is { } value && !memory.IsSpent)
        {
            if (_values.Count == _values.Capacity)
            {
                memory.Add(2L * sizeof(double) * _values.Capacity);
            }

            _values.Add(value);
        }
    }

    public double? Variance()
    {
        if (_values.Count < 2)
        {
            return null;
        }

        // Welford's method: no cancellation for large values that lie close together.
        double mean = 0, squares = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            var delta = _values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (_values[i] - mean);
        }

        return squares / (_values.Count - 1);
    }

    /// <summary>Interpolated between the two nearest values.</summary>
    public double? Percentile(double percent)
    {
        if (percent is < 0 or > 100 || double.IsNaN(percent))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), "the second argument is a number from 0 to 100");
        }

        if (_values.Count == 0)
        {
            return null;
        }

        _values.Sort();
        var rank = percent / 100 * (_values.Count - 1);
        var low = (int)Math.Floor(rank);
        var high = Math.Min(low + 1, _values.Count - 1);
        return _values[low] + ((rank - low) * (_values[high] - _values[low]));
    }

    private static double? Number(sqlite3_value value)
    {
        var type = raw.sqlite3_value_type(value);
        return type == raw.SQLITE_INTEGER || type == raw.SQLITE_FLOAT
            ? raw.sqlite3_value_double(value)
            : type == raw.SQLITE_TEXT
                && FunctionRegistry.Bytes(value).Length <= MaxNumberLength
                && NumberText.TryParse(FunctionRegistry.Text(value), out double number) ? number : null;
    }
}

/// <summary>The C library keeps freed memory for later; after a statement that took much of it, it is asked to give it back.</summary>
internal static class NativeMemoryTrim
{
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Trim(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Not glibc: its allocator has rules of its own.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint pad);
}
