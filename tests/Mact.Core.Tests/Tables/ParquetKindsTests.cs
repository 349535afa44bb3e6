using Mact.Core.Tables;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace Mact.Core.Tests.Tables;

/// <summary>Kinds of Parquet columns, as other programs write them.</summary>
public sealed class ParquetKindsTests
{
    [Fact]
    public async Task Columns_of_every_kind_are_read_and_lists_and_maps_are_json()
    {
        var when = new DateTime(2024, 3, 1, 14, 30, 5, DateTimeKind.Utc);
        var rows = new[]
        {
            new Line
            {
                Price = 12.5m, Born = new(1990, 5, 3), At = when,
                Micros = when, Id = Guid.Empty,
                Big = ulong.MaxValue, Small = 7, Share = 0.5f, Yes = true, Maybe = 3, Raw = [0xFF, 0], Said = "déjà"u8.ToArray(), Name = "a",
                Tags = [1, 2], Home = new() { City = "Rome", Zip = 5, Codes = ["p", "q"] }, Counts = new() { ["x"] = 1 },
                Orders = [new() { Item = "pen", At = new(2024, 3, 1) }], Opens = 30_600_000, Closes = 66_615_250_000,
            },
            new Line { At = when, Micros = when, Home = null, Name = null, Maybe = null },
        };
        using var stream = new MemoryStream();
        await ParquetSerializer.SerializeAsync(rows, stream, cancellationToken: TestContext.Current.CancellationToken);

        var readings = await SourceReader.ReadAsync(
            new("t", "t.parquet", IsJson: false, stream.ToArray()), Given.Limits, TableSettings.None, TestContext.Current.CancellationToken);

        var read = readings[0].Reading.ShouldBeOfType<TableReading.Success>(readings[0].Reading.ToString());
        string? Text(string column) => read.Table[0, read.Table.Columns.Index().Single(each => each.Item.Name == column).Index].Text;
        Text("Price").ShouldBe("12.5");
        Text("Born").ShouldBe("1990-05-03");
        Text("At").ShouldBe("2024-03-01 14:30:05");
        Text("Micros").ShouldBe("2024-03-01 14:30:05");
        Text("Id").ShouldBe(Guid.Empty.ToString());
        Text("Big").ShouldBe("18446744073709551615");
        Text("Small").ShouldBe("7");
        Text("Share").ShouldBe("0.5");
        Text("Yes").ShouldBe("true");
        Text("Maybe").ShouldBe("3");
        Text("Raw").ShouldBe("FF00");
        Text("Said").ShouldBe("déjà");
        Text("Home.City").ShouldBe("Rome");
        Text("Home.Zip").ShouldBe("5");
        Text("Tags").ShouldBe("[1,2]");
        Text("Counts").ShouldBe("""{"x":1}""");
        Text("Home.Codes").ShouldBe("""["p","q"]""");
        Text("Orders").ShouldBe("""[{"Item":"pen","At":"2024-03-01"}]""");
        Text("Opens").ShouldBe("08:30:00");
        Text("Closes").ShouldBe("18:30:15.250");
        read.Table.RowCount.ShouldBe(2);
        read.Table[1, read.Table.Columns.Index().Single(static each => each.Item.Name == "Tags").Index].Value.ShouldBeNull();
        read.Table[1, read.Table.Columns.Index().Single(static each => each.Item.Name == "Home.City").Index].Value.ShouldBeNull();
        read.Repairs.ShouldContain(static repair => repair.Code == "nestedColumn" && repair.Message.Contains("\"Tags\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Columns_that_are_stored_as_a_dictionary_or_packed_are_read_in_every_row_group()
    {
        var token = TestContext.Current.CancellationToken;
        var schema = new ParquetSchema(
            new DataField<string>("city"), new DataField<string>("note"), new DataField<int?>("n"), new DataField<double>("share"));
        string[] cities = ["Lisbon", "Łódź", "서울", "NA"];
        const int groupRows = 4_500;
        var options = new ParquetOptions { DictionaryEncodingThreshold = 1 };
        options.ColumnEncodingHints["city"] = options.ColumnEncodingHints["note"] = EncodingHint.Dictionary;
        options.ColumnEncodingHints["n"] = EncodingHint.DeltaBinaryPacked;
        options.ColumnEncodingHints["share"] = EncodingHint.ByteSplitStream;
        var source = new MemoryStream();
        int[] rows = [.. Enumerable.Range(0, groupRows)];
        await using (var writer = await ParquetWriter.CreateAsync(schema, source, options, append: false, token))
        {
            for (var written = 0; written < 2; written++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(schema.DataFields[0], rows.Select(row => cities[row % 4]).ToArray());
                await group.WriteAsync(schema.DataFields[1], rows.Select(static row => row % 3 == 0 ? null! : "x" + (row % 2)).ToArray());
                await group.WriteAsync<int>(
                    schema.DataFields[2], rows.Select(static row => row % 5 == 0 ? (int?)null : row % 7).ToArray(), cancellationToken: token);
                await group.WriteAsync<double>(schema.DataFields[3], rows.Select(static row => row / 8.0).ToArray(), cancellationToken: token);
            }
        }

        await using (var reader = await ParquetReader.CreateAsync(new MemoryStream(source.ToArray()), cancellationToken: token))
        {
            reader.Metadata!.RowGroups[0].Columns[0].MetaData!.Encodings.ShouldContain(Parquet.Meta.Encoding.PLAIN_DICTIONARY);
        }

        var readings = await SourceReader.ReadAsync(
            new("t", "t.parquet", IsJson: false, source.ToArray()), Given.Limits, TableSettings.None, token);

        var table = readings[0].Reading.ShouldBeOfType<TableReading.Success>(readings[0].Reading.ToString()).Table;
        table.RowCount.ShouldBe(2 * groupRows);
        for (var row = 0; row < table.RowCount; row++)
        {
            var at = row % groupRows;
            table[row, 0].Text.ShouldBe(cities[at % 4]);
            table[row, 1].Value.ShouldBe(at % 3 == 0 ? null : "x" + (at % 2));
            table[row, 2].Value.ShouldBe(at % 5 == 0 ? null : (object)(long)(at % 7));
            table[row, 3].Value.ShouldBe(at / 8.0);
        }
    }

    private sealed class Line
    {
        public decimal Price { get; set; }

        public DateOnly Born { get; set; }

        public DateTime At { get; set; }

        [ParquetTimestamp(ParquetTimestampResolution.Microseconds)]
        public DateTime Micros { get; set; }

        public Guid Id { get; set; }

        public ulong Big { get; set; }

        public short Small { get; set; }

        public float Share { get; set; }

        public bool Yes { get; set; }

        public int? Maybe { get; set; }

        public byte[]? Raw { get; set; }

        public byte[]? Said { get; set; }

        public string? Name { get; set; }

        public List<int>? Tags { get; set; }

        public Place? Home { get; set; }

        public Dictionary<string, int>? Counts { get; set; }

        public List<Order>? Orders { get; set; }

        [ParquetTime(Precision = TimeUnitPrecision.Millis)]
        public int Opens { get; set; }

        [ParquetTime(Precision = TimeUnitPrecision.Micros)]
        public long Closes { get; set; }
    }

    private sealed class Order
    {
        public string? Item { get; set; }

        public DateOnly At { get; set; }
    }

    private sealed class Place
    {
        public string? City { get; set; }

        public int Zip { get; set; }

        public List<string>? Codes { get; set; }
    }
}
