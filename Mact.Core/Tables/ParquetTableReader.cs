using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;

namespace Mact.Core.Tables;

/// <summary>Reads the plain columns of a Parquet file; columns of lists and maps are left out, and reported.</summary>
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
            return await ReadAsync(name, reader, limits, settings, cancellationToken);
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
        string name, ParquetReader reader, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var fields = reader.Schema.GetDataFields();
        var plain = fields.Where(static field => field.MaxRepetitionLevel == 0 && IsRead(field.ClrType)).ToList();
        var count = reader.RowGroups.Sum(static group => group.RowCount);
        if (plain.Count > limits.MaxColumns || plain.Count == 0)
        {
            return plain.Count == 0 ? new TableReading.Refused("empty", "The file has no plain column.") : limits.TooManyColumns(plain.Count);
        }

        if (count > limits.MaxRows)
        {
            return limits.TooManyRows(count);
        }

        if (count * plain.Count > limits.MaxCells)
        {
            return limits.TooManyCells(count * plain.Count);
        }

        if (reader.RowGroups.Sum(static group => group.RowGroup.TotalByteSize) > (long)limits.MaxBytes * MaxUnpackedFactor)
        {
            return limits.TooManyBytes(reader.RowGroups.Sum(static group => group.RowGroup.TotalByteSize));
        }

        var budget = new ReadingBudget(limits, cancellationToken);
        var rows = new List<string?[]>((int)count);
        foreach (var group in reader.RowGroups)
        {
            var first = rows.Count;
            for (var r = 0; r < group.RowCount; r++)
            {
                rows.Add(new string?[plain.Count]);
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
        }

        var left = fields.Length - plain.Count;
        return TableBuilder.Build(
            name, [.. plain.Select(static field => string.Join('.', field.Path.ToList()))], rows, limits, settings: settings) switch
        {
            TableReading.Success success when left > 0 => success with
            {
                Repairs = [new("nestedColumn", LeftOut([.. fields.Except(plain)])), .. success.Repairs],
            },
            var other => other,
        };
    }

    private static string LeftOut(IReadOnlyList<DataField> fields)
    {
        var names = fields.Take(5).Select(static field => $"\"{field.Path.ToList()[0]}\"").Distinct();
        return $"{fields.Count} {(fields.Count == 1 ? "column" : "columns")} of lists, maps or unknown kinds left out: {string.Join(", ", names)}.";
    }

    private static Task ReadColumnAsync(
        ParquetRowGroupReader group, DataField field, Action<int, string?> take, CancellationToken cancellationToken) => field.ClrType switch
        {
            var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => ReadTextsAsync(group, field, take, cancellationToken),
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
