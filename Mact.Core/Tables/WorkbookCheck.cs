using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Mact.Core.Tables;

/// <summary>What the part of a sheet says beside the values that the library reads from it.</summary>
internal sealed class SheetFacts
{
    /// <summary>Formulas without a stored value.</summary>
    public int Formulas { get; set; }

    /// <summary>Cells that hold an error ("#DIV/0!"), by row and column from 0.</summary>
    public Dictionary<(int Row, int Column), string> Errors { get; } = [];
}

/// <summary>
/// Looks through the parts of a workbook before the library that reads it does: that one takes memory and time for places, styles and runs of text
/// that a file of a kilobyte can name by the million.
/// </summary>
internal static class WorkbookCheck
{
    // Excel's own bounds, and for what has none far more than a workbook of people holds.
    private const int MaxRow = 1_048_576;
    private const int MaxColumn = 16_384;
    private const int MaxStyles = 65_536;
    private const int MaxMergedCells = 100_000;
    private const int MaxRuns = 2_000;
    private const int MaxEntries = 10_000;
    private const int MaxDepth = 64;
    private const int MaxUnpackedFactor = 10;
    private const int MaxErrors = 100_000;
    private const int MaxErrorLength = 20;
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>What the parts of the sheets say, in their order; nothing for what is no zip archive.</summary>
    /// <exception cref="SourceRefusedException">The workbook is out of bounds.</exception>
    public static IReadOnlyList<SheetFacts> Check(MemoryStream stream, ReadingBudget budget)
    {
        Span<byte> head = stackalloc byte[2];
        if (stream.Read(head) < 2 || head[0] != 'P' || head[1] != 'K')
        {
            return [];
        }

        stream.Position = 0;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var max = (long)budget.Limits.MaxBytes * MaxUnpackedFactor;
        if (archive.Entries.Count > MaxEntries || archive.Entries.Sum(static entry => entry.Length) > max)
        {
            throw TooLarge("The workbook unpacks to far more than is taken. Leave out sheets, rows or pictures.");
        }

        var facts = new Dictionary<string, SheetFacts>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
        {
            if (
                entry.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)
                    && entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                && !entry.FullName.Contains("/drawings/", StringComparison.OrdinalIgnoreCase)
                    && !entry.FullName.Contains("/theme/", StringComparison.OrdinalIgnoreCase))
            {
                using var part = entry.Open();
                facts[entry.FullName] = new Part(budget).Read(part);
            }
        }

        return [.. PartsOfSheets(archive).Select(part => facts.GetValueOrDefault(part) ?? new())];
    }

    /// <summary>The parts that hold the sheets, in the order of the workbook.</summary>
    private static List<string> PartsOfSheets(ZipArchive archive)
    {
        var targets = AttributesOf(archive, "xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target")
            .ToLookup(static relation => relation.First, static relation => relation.Second, StringComparer.Ordinal);
        return [.. AttributesOf(archive, "xl/workbook.xml", "sheet", "id", "name").Select(
            sheet => targets[sheet.First].FirstOrDefault() is not { } target ? string.Empty : target.StartsWith('/') ? target[1..] : "xl/" + target)];
    }

    private static List<(string First, string Second)> AttributesOf(ZipArchive archive, string path, string element, string first, string second)
    {
        var found = new List<(string First, string Second)>();
        if (archive.GetEntry(path) is not { } entry)
        {
            return found;
        }

        using var part = entry.Open();
        using var reader = XmlReader.Create(new TagGuard(part), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read() && found.Count < MaxEntries)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element)
            {
                var id = reader.GetAttribute(first) ?? reader.GetAttribute(first, Relationships);
                found.Add((id ?? string.Empty, reader.GetAttribute(second) ?? string.Empty));
            }
        }

        return found;
    }

    private static SourceRefusedException TooLarge(Sentence sentence) => new(new("tooManyBytes", sentence, TooLarge: true));

    /// <summary>Ends the reading at a tag longer than any program writes: the XML reader would hold all of it.</summary>
    private sealed class TagGuard(Stream inner) : Stream
    {
        private const int MaxTag = 256 * 1024;

        private int _length = -1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            for (var rest = buffer[..read]; !rest.IsEmpty;)
            {
                var next = rest.IndexOf(_length < 0 ? (byte)'<' : (byte)'>');
                if (_length >= 0 && (_length += next < 0 ? rest.Length : next) > MaxTag)
                {
                    throw TooLarge("The workbook has an element with more text in its tag than any program writes.");
                }

                if (next < 0)
                {
                    break;
                }

                _length = _length < 0 ? 0 : -1;
                rest = rest[(next + 1)..];
            }

            return read;
        }

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Part(ReadingBudget budget)
    {
        private readonly XmlReaderSettings _settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
        };

        private readonly char[] _buffer = new char[4_096];
        private readonly SheetFacts _facts = new();
        private int _rows, _styles, _merged, _runs;
        private (int Row, int Column)? _error;
        private long _places, _text;
        private bool _hasFormula, _hasValue, _isText;

        public SheetFacts Read(Stream part)
        {
            using var reader = XmlReader.Create(new TagGuard(part), _settings);
            while (reader.Read())
            {
                budget.Step();
                if (reader.Depth > MaxDepth)
                {
                    throw TooLarge("The workbook nests its parts deeper than any program writes them.");
                }

                if (reader.NodeType == XmlNodeType.Element)
                {
                    Open(reader);
                }
                else if (reader.NodeType == XmlNodeType.Text && reader.CanReadValueChunk)
                {
                    ReadText(reader);
                }
                else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName is "v" && !_isText)
                {
                    _hasValue &= _text > 0;
                }
                else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName is "c")
                {
                    _facts.Formulas += _hasFormula && !_hasValue ? 1 : 0;
                }
            }

            return _facts;
        }

        private void Open(XmlReader reader)
        {
            switch (reader.LocalName)
            {
                case "row" when reader.GetAttribute("r") is { } row
                    && (!int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxRow):
                    throw TooLarge("The workbook names a row that no sheet has.");
                case "row" when ++_rows > MaxRow:
                    throw TooLarge("The workbook has more rows than a sheet has.");
                case "c":
                    (_hasFormula, _hasValue, _isText, _text) = (false, false, reader.GetAttribute("t") == "str", 0);
                    if (++_places > budget.Limits.MaxCells + (budget.Limits.MaxCells / 4L))
                    {
                        throw new SourceRefusedException(budget.Limits.TooManyCells(_places));
                    }

                    var place = CheckPlace(reader.GetAttribute("r"));
                    _error = reader.GetAttribute("t") == "e" && _facts.Errors.Count < MaxErrors ? place : null;
                    break;
                case "f":
                    _hasFormula = true;
                    break;
                case "v":
                    (_hasValue, _text) = (_isText || !reader.IsEmptyElement, 0);
                    break;
                case "si" or "is":
                    (_runs, _text, _hasValue) = (0, 0, true);
                    break;
                case "r" when ++_runs > MaxRuns:
                    throw TooLarge("A cell of the workbook is made of more pieces of formatted text than any program writes.");
                case "xf" or "font" or "fill" or "border" or "numFmt" or "cellStyle" or "dxf" when ++_styles > MaxStyles:
                    throw TooLarge("The workbook has more styles than any program writes. Save it as CSV.");
                case "mergeCell" when ++_merged > MaxMergedCells:
                    throw TooLarge("The workbook has more merged cells than are taken. Save it as CSV.");
                case "col" when ++_styles > MaxStyles:
                    throw TooLarge("The workbook describes more columns than a sheet has.");
            }
        }

        private void ReadText(XmlReader reader)
        {
            int read;
            while ((read = reader.ReadValueChunk(_buffer, 0, _buffer.Length)) > 0)
            {
                _text += read;
                if (_error is { } place && _buffer[0] == '#')
                {
                    _facts.Errors[place] = new(_buffer, 0, Math.Min(read, MaxErrorLength));
                }

                budget.Piece(1, _text);
                budget.Step();
            }
        }

        /// <summary>The place of a cell, from 0; null where the file does not say it.</summary>
        private static (int Row, int Column)? CheckPlace(string? place)
        {
            var column = 0;
            var row = 0;
            foreach (var c in place ?? string.Empty)
            {
                if (!char.IsAsciiLetter(c))
                {
                    break;
                }

                column = (column * 26) + (char.ToUpperInvariant(c) - 'A' + 1);
                if (column > MaxColumn)
                {
                    throw TooLarge("The workbook names a column that no sheet has.");
                }
            }

            var digits = (place ?? string.Empty).AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
            if (digits.Length > 0 && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out row) || row > MaxRow))
            {
                throw TooLarge("The workbook names a row that no sheet has.");
            }

            return row > 0 && column > 0 ? (row - 1, column - 1) : null;
        }
    }
}
