using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Mact.Core.Tables;

/// <summary>Reads every sheet of a workbook (.xlsx, .xlsb, .xls). The first row that is not empty is the header; cells are read as Excel's values, not their formulas.</summary>
public static class WorkbookReader
{
    /// <summary>A workbook is a zip archive; one that unpacks to more than this many times the byte limit is taken for a bomb.</summary>
    private const int MaxUnpackedFactor = 10;

    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>All sheets in order; one refusal under the workbook's name where it cannot be read at all. Never throws for what it holds.</summary>
    public static IReadOnlyList<SheetReading> Read(string name, ReadOnlyMemory<byte> bytes, TableLimits limits)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return Refuse(name, "tooManyBytes", FormattableString.Invariant($"The workbook has {bytes.Length} bytes; at most {limits.MaxBytes} are taken."), tooLarge: true);
        }

        using var stream = MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            if (IsBomb(stream, limits))
            {
                return Refuse(name, "tooManyBytes", "The workbook unpacks to far more than is taken. Leave out sheets, rows or pictures.", tooLarge: true);
            }

            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1252), LeaveOpen = true });
            var sheets = new List<SheetReading>();
            do
            {
                var sheet = string.IsNullOrWhiteSpace(reader.Name) ? name : reader.Name;
                sheets.Add(new SheetReading(sheet, ReadSheet(sheet, reader, limits)));
            }
            while (sheets.Count < limits.MaxTables && reader.NextResult());
            return sheets;
        }
        catch (InvalidPasswordException)
        {
            return Refuse(name, "encrypted", "The workbook is protected by a password. Save it without one and send it again.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The reader throws many kinds of exceptions for broken files; none of them is the caller's to know.
            return Refuse(name, "unsupported", "This could not be read as a workbook. Save it as .xlsx or as CSV and send it again.");
        }
    }

    private static bool IsBomb(MemoryStream stream, TableLimits limits)
    {
        Span<byte> head = stackalloc byte[2];
        if (stream.Read(head) < 2 || head[0] != 'P' || head[1] != 'K')
        {
            return false;
        }

        stream.Position = 0;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.Sum(entry => entry.Length) > (long)limits.MaxBytes * MaxUnpackedFactor;
    }

    private static TableReading ReadSheet(string name, IExcelDataReader reader, TableLimits limits)
    {
        string?[]? header = null;
        var rows = new List<string?[]>();
        while (rows.Count <= limits.MaxRows && reader.Read())
        {
            var row = ReadRow(reader, limits);
            if (header is not null)
            {
                rows.Add(row);
            }
            else if (row.Length > 0)
            {
                header = row;
            }
        }

        return header is null ? new TableReading.Refused("empty", $"The sheet \"{name}\" is empty.")
            : rows.TrueForAll(row => row.Length == 0)
                ? new TableReading.Refused("empty", $"The sheet \"{name}\" has a header line, but no row below it.")
                : TableBuilder.Build(name, header, rows, limits);
    }

    private static string?[] ReadRow(IExcelDataReader reader, TableLimits limits)
    {
        var width = Math.Min(reader.FieldCount, limits.MaxColumns + 1);
        while (width > 0 && string.IsNullOrWhiteSpace(CellText(reader, width - 1)))
        {
            width--;
        }

        var row = new string?[width];
        for (var i = 0; i < width; i++)
        {
            row[i] = CellText(reader, i);
        }

        return row;
    }

    private static string? CellText(IExcelDataReader reader, int column) => reader.GetValue(column) switch
    {
        null => null,
        string text => text,
        double number => NumberTextOf(number, reader.GetNumberFormatString(column)),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>As it is shown, where that is more than the bare number: 0.2216 in a percent format is "22.16%".</summary>
    private static string NumberTextOf(double number, string? format) =>
        format?.Contains('%', StringComparison.Ordinal) == true && Math.Abs(number) < 1e10
            ? Math.Round((decimal)number * 100, 10).ToString("0.##########", CultureInfo.InvariantCulture) + "%"
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static SheetReading[] Refuse(string name, string code, string message, bool tooLarge = false) =>
        [new SheetReading(name, new TableReading.Refused(code, message, tooLarge))];
}
