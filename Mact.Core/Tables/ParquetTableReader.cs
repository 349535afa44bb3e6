using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;

namespace Mact.Core.Tables;

/// <summary>Reads the columns of a Parquet file; lists and maps become JSON, and columns of unknown kinds are left out, and reported.</summary>
internal static class ParquetTableReader
{
    /// <summary>A file that unpacks to more than this many times the byte limit is taken for a bomb.</summary>
    private const int MaxUnpackedFactor = 8;

    public static async Task<TableReading> ReadAsync(
        string name, ReadOnlyMemory<byte> bytes, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return limits.TooManyBytes(bytes.Length);
        }

        try
        {
            using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
            return await ReadAsync(name, stream, reader, limits, settings, cancellationToken);
        }
        catch (SourceRefusedException exception)
        {
            return exception.Reading;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            return new TableReading.Refused(
                "unsupported", "This could not be read as Parquet: it is damaged, or written in a way that is not supported.");
        }
    }

    private static async Task<TableReading> ReadAsync(
        string name, Stream file, ParquetReader reader, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var fields = reader.Schema.GetDataFields();
        var plain = fields.Where(static field => field.MaxRepetitionLevel == 0 && IsRead(field.ClrType)).ToList();
        var count = reader.RowGroups.Sum(static group => group.RowCount);
        var nested = ParquetNested.Find(reader.Schema);
        var left = fields.Where(static field => field.MaxRepetitionLevel == 0 && !IsRead(field.ClrType)).ToList();
        if (HoldsTooMuch(reader, fields, limits))
        {
            left.AddRange(fields.Where(static field => field.MaxRepetitionLevel > 0));
            nested.Clear();
        }

        var width = plain.Count + nested.Count;
        if (width > limits.MaxColumns || width == 0)
        {
            return width == 0 ? new TableReading.Refused("empty", "The file has no column that can be read.") : limits.TooManyColumns(width);
        }

        if (count > limits.MaxRows)
        {
            return limits.TooManyRows(count);
        }

        if (count * width > limits.MaxCells)
        {
            return limits.TooManyCells(count * width);
        }

        if (reader.RowGroups.Sum(static group => group.RowGroup.TotalByteSize) > (long)limits.MaxBytes * MaxUnpackedFactor)
        {
            return limits.TooManyBytes(reader.RowGroups.Sum(static group => group.RowGroup.TotalByteSize));
        }

        var budget = new ReadingBudget(limits, cancellationToken);
        var rows = new List<string?[]>((int)count);
        foreach (var (index, group) in reader.RowGroups.Index())
        {
            var first = rows.Count;
            for (var r = 0; r < group.RowCount; r++)
            {
                rows.Add(new string?[width]);
            }

            for (var c = 0; c < plain.Count; c++)
            {
                await ReadColumnAsync(group, plain[c], (r, text) =>
                {
                    budget.Cell(c + 1, text?.Length ?? 0);
                    budget.Step();
                    rows[first + r][c] = text;
                }, cancellationToken);
            }

            if (nested.Count > 0)
            {
                await ParquetNested.ReadAsync(file, index, nested, (r, path, text) =>
                {
                    budget.Cell(plain.Count + path + 1, text?.Length ?? 0);
                    budget.Step();
                    rows[first + r][plain.Count + path] = text;
                }, cancellationToken);
            }
        }

        List<TableRepair> repairs = [];
        if (left.Count > 0)
        {
            repairs.Add(new("nestedColumn", LeftOut(left)));
        }

        if (nested.Count > 0)
        {
            repairs.Add(
                new("nestedColumn", $"Lists and maps are JSON: {string.Join(", ", nested.Select(static path => $"\"{string.Join('.', path)}\""))}."));
        }

        string?[] header =
        [
            .. plain.Select(static field => string.Join('.', field.Path.ToList())), .. nested.Select(static path => string.Join('.', path)),
        ];
        return TableBuilder.Build(name, header, rows, limits, settings: settings, keepEmptyRows: true) switch
        {
            TableReading.Success success => success with { Repairs = [.. repairs, .. success.Repairs] },
            var other => other,
        };
    }

    /// <summary>Lists and maps come with whole rows as objects, which take many times what a cell does.</summary>
    private static bool HoldsTooMuch(ParquetReader reader, DataField[] fields, TableLimits limits) =>
        fields.Any(static field => field.MaxRepetitionLevel > 0)
        && reader.RowGroups.Sum(static group => group.RowGroup.Columns.Sum(static column => column.MetaData?.NumValues ?? 0)) > limits.MaxCells / 4;

    private static Sentence LeftOut(IReadOnlyList<DataField> fields)
    {
        var names = fields.Take(5).Select(static field => $"\"{field.Path.ToList()[0]}\"").Distinct();
        return $"{fields.Count} {(fields.Count == 1 ? "column" : "columns"):words} of unknown kinds, or of more lists than are taken, "
            + $"{(fields.Count == 1 ? "was" : "were"):words} left out: {string.Join(", ", names)}.";
    }

    private static Task ReadColumnAsync(
        ParquetRowGroupReader group, DataField field, Action<int, string?> take, CancellationToken cancellationToken) => field.ClrType switch
        {
            var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => ReadTextsAsync(group, field, take, cancellationToken),
            var type when field is TimeDataField time && type == typeof(int) =>
                ReadAsync<int>(group, field, value => TimeText(value, time.Precision), take, cancellationToken),
            var type when field is TimeDataField time && type == typeof(long) =>
                ReadAsync<long>(group, field, value => TimeText(value, time.Precision), take, cancellationToken),
            var type when type == typeof(bool) => ReadAsync<bool>(group, field, static value => value ? "true" : "false", take, cancellationToken),
            var type when type == typeof(byte) => ReadAsync<byte>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(sbyte) => ReadAsync<sbyte>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(short) => ReadAsync<short>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(ushort) => ReadAsync<ushort>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(int) => ReadAsync<int>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(uint) => ReadAsync<uint>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(long) => ReadAsync<long>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(ulong) => ReadAsync<ulong>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(float) => ReadAsync<float>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(double) => ReadAsync<double>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(decimal) => ReadAsync<decimal>(group, field, Invariant, take, cancellationToken),
            var type when type == typeof(Guid) => ReadAsync<Guid>(group, field, static value => value.ToString(), take, cancellationToken),
            var type when type == typeof(DateOnly) => ReadAsync<DateOnly>(group, field, DateText.ToIso, take, cancellationToken),
            var type when type == typeof(DateTime) =>
                ReadAsync<DateTime>(group, field, static value => DateText.ToIso(value), take, cancellationToken),
            var type when type == typeof(TimeSpan) =>
                ReadAsync<TimeSpan>(
                    group, field, static value => value.ToString(value.Milliseconds == 0 ? "c" : @"hh\:mm\:ss\.fff"), take, cancellationToken),
            var type when type == typeof(TimeOnly) =>
                ReadAsync<TimeOnly>(
                    group, field, static value => value.ToString(value.Millisecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff"), take, cancellationToken),
            var type when type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) => ReadBytesAsync(group, field, take, cancellationToken),
            _ => throw new UnreachableException(),
        };

    private static readonly HashSet<Type> Read =
    [
        typeof(string), typeof(ReadOnlyMemory<char>), typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int),
        typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateOnly), typeof(DateTime),
        typeof(TimeSpan), typeof(TimeOnly), typeof(byte[]), typeof(ReadOnlyMemory<byte>),
    ];

    private static bool IsRead(Type type) => Read.Contains(type);

    /// <summary>A time of day, which is stored as so many units since midnight.</summary>
    private static string TimeText(long units, TimeUnitPrecision precision)
    {
        var time = new TimeSpan(precision switch
        {
            TimeUnitPrecision.Millis => units * TimeSpan.TicksPerMillisecond,
            TimeUnitPrecision.Micros => units * TimeSpan.TicksPerMicrosecond,
            _ => units / TimeSpan.NanosecondsPerTick,
        });
        return time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "c" : @"hh\:mm\:ss\.fff");
    }

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, null);

    private static async Task ReadTextsAsync(
        ParquetRowGroupReader group, DataField field, Action<int, string?> take, CancellationToken cancellationToken)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), null, cancellationToken);
        for (var r = 0; r < values.Length; r++)
        {
            take(r, values[r]);
        }
    }

    /// <summary>Bytes are a text where they can be one, as older writers say of no text that it is one; else hexadecimal digits.</summary>
    private static async Task ReadBytesAsync(
        ParquetRowGroupReader group, DataField field, Action<int, string?> take, CancellationToken cancellationToken)
    {
        var values = new byte[]?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), null, cancellationToken);
        for (var r = 0; r < values.Length; r++)
        {
            take(r, values[r] is not { } bytes ? null : Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Convert.ToHexString(bytes));
        }
    }

    private static async Task ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, Func<T, string> write, Action<int, string?> take, CancellationToken cancellationToken)
        where T : struct
    {
        // A column is without a value also where what it is part of is.
        if (field.IsNullable || field.MaxDefinitionLevel > 0)
        {
            var optional = new T?[group.RowCount];
            await group.ReadAsync(field, optional.AsMemory(), null, cancellationToken);
            for (var r = 0; r < optional.Length; r++)
            {
                take(r, optional[r] is { } value ? write(value) : null);
            }

            return;
        }

        var values = new T[group.RowCount];
        await group.ReadAsync(field, values.AsMemory(), null, cancellationToken);
        for (var r = 0; r < values.Length; r++)
        {
            take(r, write(values[r]));
        }
    }
}
