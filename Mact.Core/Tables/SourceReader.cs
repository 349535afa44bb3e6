using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Mact.Core.Tables;

/// <summary>Bytes of unknown kind, as they are uploaded.</summary>
/// <param name="Name">For its table.</param>
/// <param name="FileName">A hint, which the content overrules; may be empty.</param>
/// <param name="IsJson">The sender says that this is JSON.</param>
/// <param name="Content">The bytes.</param>
public sealed record SourceFile(string Name, string FileName, bool IsJson, ReadOnlyMemory<byte> Content);

/// <summary>Reads any kind of source; what it is, its content says.</summary>
public static class SourceReader
{
    private static readonly string[] JsonEndings = [".json", ".jsonl", ".ndjson"];

    private static readonly (byte[] Start, string What)[] OtherKinds =
    [
        ("%PDF"u8.ToArray(), "a PDF"), ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ("GIF8"u8.ToArray(), "a GIF picture"), ([0x1F, 0x8B], "a gzip archive; unpack it first"), (
            "SQLite format 3"u8.ToArray(), "a SQLite database"),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], "a program"), ("MZ"u8.ToArray(), "a program"), ("{\\rtf"u8.ToArray(), "a rich-text document"),
        ("Rar!"u8.ToArray(), "a RAR archive; unpack it first"), ("7z"u8.ToArray(), "a 7z archive; unpack it first"),
        ("BZh91AY&SY"u8.ToArray(), "a bzip2 archive; unpack it first"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz archive; unpack it first"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive; unpack it first"), ("ARROW1"u8.ToArray(), "an Arrow (Feather) file; save it as Parquet"),
        ("ORC"u8.ToArray(), "an ORC file; save it as Parquet"), ([(byte)'O', (byte)'b', (byte)'j', 1], "an Avro file; save it as Parquet"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file"), ("$FL2@(#)"u8.ToArray(), "an SPSS file; save it as CSV"),
        ("RIFF"u8.ToArray(), "a picture, sound or film"), ("II*\0"u8.ToArray(), "a TIFF picture"), ("BM"u8.ToArray(), "a BMP picture"),
        ([0xCA, 0xFE, 0xBA, 0xBE], "a program"), ("OggS"u8.ToArray(), "a sound or film"), ("ID3"u8.ToArray(), "a sound"),
    ];

    /// <summary>The tables of a source, or why there are none. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static async Task<IReadOnlyList<SheetReading>> ReadAsync(
        SourceFile source, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var bytes = source.Content;
        if (bytes.Length > limits.MaxBytes)
        {
            return [new(source.Name, limits.TooManyBytes(bytes.Length))];
        }

        if (bytes.Span.StartsWith("PAR1"u8))
        {
            return [new(source.Name, await ParquetTableReader.ReadAsync(source.Name, bytes, limits, settings, cancellationToken))];
        }

        if (NameKind(bytes) is { } other)
        {
            var file = source.FileName.Length > 0 ? (Sentence)$"\"{source.FileName}\"" : "This";
            return
            [
                new(
                    source.Name,
                    new TableReading.Refused(
                        "unsupported", $"{file:words} is {(Sentence)other}. Give CSV, TSV, JSON, Parquet or a workbook (.xlsx, .xls).")),
            ];
        }

        if (IsWorkbook(bytes.Span))
        {
            return WorkbookReader.Read(source.Name, bytes, limits, settings, cancellationToken);
        }

        return ReadText(source, limits, settings, cancellationToken);
    }

    /// <summary>Whether the content is a workbook or another archive of its kind.</summary>
    public static bool IsWorkbook(ReadOnlySpan<byte> content) =>
        content.StartsWith("PK\u0003\u0004"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    private static IReadOnlyList<SheetReading> ReadText(
        SourceFile source, TableLimits limits, TableSettings settings, CancellationToken cancellationToken)
    {
        var isNamed = source.IsJson || JsonEndings.Any(ending => source.FileName.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        if (settings.Encoding is null && SourceText.Utf8JsonOf(source.Content, isNamed) is { } json)
        {
            return WithRepairs(
                [new(source.Name, JsonTableReader.ReadUtf8(source.Name, json, limits, settings, cancellationToken))], KindRepairs(source, "text"));
        }

        var repairs = new List<TableRepair>();
        if (SourceText.Decode(source.Content.Span, settings.Encoding, repairs) is not { } text)
        {
            return [new(source.Name, SourceText.UnknownEncoding(settings.Encoding))];
        }

        var start = text.AsSpan().TrimStart();
        repairs.AddRange(KindRepairs(source, SourceText.IsMarkup(start) ? "HTML" : "text"));
        return WithRepairs(
            SourceText.HoldsHtmlTable(text) ? HtmlTableReader.Read(source.Name, text, limits, settings, cancellationToken)
            : isNamed || SourceText.LooksLikeJson(start)
                ? [new(source.Name, JsonTableReader.Read(source.Name, text, limits, settings, cancellationToken))]
                : [new(source.Name, DelimitedTextReader.Read(source.Name, text, limits, settings, cancellationToken))],
            repairs);
    }

    private static IReadOnlyList<TableRepair> KindRepairs(SourceFile source, string kind) =>
        source.FileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || source.FileName.EndsWith(".xls", StringComparison.OrdinalIgnoreCase)
            ? [new("kind", $"\"{source.FileName}\" is named as a workbook, but it is {(Sentence)kind}; it was read as that.")]
            : [];

    private static IReadOnlyList<SheetReading> WithRepairs(IReadOnlyList<SheetReading> readings, IReadOnlyList<TableRepair> repairs) =>
        [.. readings.Select(sheet => sheet.Reading is TableReading.Success success
            ? sheet with { Reading = success with { Repairs = [.. repairs, .. success.Repairs] } }
            : sheet)];

    private static string? NameKind(ReadOnlyMemory<byte> bytes)
    {
        foreach (var (start, what) in OtherKinds)
        {
            // A header line may begin with the same letters.
            var isWord = start.All(static b => char.IsAsciiLetterOrDigit((char)b));
            if (bytes.Span.StartsWith(start) && (!isWord || bytes.Span[..Math.Min(64, bytes.Length)].IndexOfAnyInRange((byte)0, (byte)8) >= 0))
            {
                return what;
            }
        }

        return bytes.Span.StartsWith("PK\u0003\u0004"u8) ? NameArchive(bytes) : null;
    }

    private static string? NameArchive(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
                ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var names = archive.Entries.Take(10_000).Select(static entry => entry.FullName).ToList();
            return names.Exists(static name => name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)) ? null
                : names.Exists(static name => name.StartsWith("word/", StringComparison.Ordinal)) ? "a Word document"
                : names.Exists(static name => name.StartsWith("ppt/", StringComparison.Ordinal)) ? "a PowerPoint presentation"
                : names.Contains("content.xml") ? "an OpenDocument file; save it as .xlsx"
                : "a zip archive; unpack it first";
        }
        catch (InvalidDataException)
        {
            return "a damaged zip archive or workbook";
        }
    }
}
