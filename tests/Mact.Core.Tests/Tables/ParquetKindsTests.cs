using Mact.Core.Tables;
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
