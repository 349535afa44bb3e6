using Mact.Core.Tables;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace Mact.Core.Tests.Tables;

/// <summary>Kinds of Parquet columns, as other programs write them.</summary>
public sealed class ParquetKindsTests
{
    [Fact]
    public async Task Columns_of_every_plain_kind_are_read_and_the_others_are_named()
    {
        var when = new DateTime(2024, 3, 1, 14, 30, 5, DateTimeKind.Utc);
        var rows = new[]
        {
            new Line
            {
                Price = 12.5m, Born = new(1990, 5, 3), At = when,
                Micros = when, Id = Guid.Empty,
                Big = ulong.MaxValue, Small = 7, Share = 0.5f, Yes = true, Maybe = 3, Raw = [0xFF, 0], Said = "déjà"u8.ToArray(), Name = "a",
                Tags = [1, 2], Home = new() { City = "Rome", Zip = 5 }, Counts = new() { ["x"] = 1 },
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
        read.Table.RowCount.ShouldBe(2);
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
    }

    private sealed class Place
    {
        public string? City { get; set; }

        public int Zip { get; set; }
    }
}
