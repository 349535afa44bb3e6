using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.ApiAccess;

public sealed class RowBlocksTests : IDisposable
{
    private const int Total = 50_000;

    private readonly RowsHandler _handler = new(Total);
    private readonly HttpClient _http;
    private readonly RowBlocks _blocks;

    public RowBlocksTests()
    {
        _http = new(_handler, disposeHandler: true) { BaseAddress = new("http://api.test/") };
        _blocks = new(new MactClient(_http), "t");
    }

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(0, 40, 40)]
    [InlineData(480, 60, 60)]
    [InlineData(49_980, 40, 20)]
    [InlineData(500, 1, 1)]
    public async Task A_window_has_exactly_its_rows_wherever_blocks_meet(int start, int count, int expected)
    {
        var rows = await ReadAsync(start, count);

        rows.Total.ShouldBe(Total);
        rows.Offset.ShouldBe(start);
        rows.Rows.Select(
            static row => int.Parse(row[0]!)).ShouldBe(Enumerable.Range(start, expected));
    }

    [Fact]
    public async Task Scrolling_on_finds_the_rows_here_and_asks_once_for_each_block()
    {
        await ReadAsync(0, 40);

        for (var start = 20; start < 3000; start += 20)
        {
            var read = _blocks.ReadAsync(start, 40, TestContext.Current.CancellationToken);
            read.IsCompleted.ShouldBeTrue($"The rows from {start} were not here.");
            await read;
        }

        _handler.Offsets.ShouldBeUnique();
        _handler.Offsets.Count.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Blocks_far_from_what_is_seen_are_let_go()
    {
        await ReadAsync(0, 40);
        for (var start = 1000; start < 20_000; start += 500)
        {
            await ReadAsync(start, 40);
        }

        await ReadAsync(0, 40);

        _handler.Offsets.Count(static offset => offset == 0).ShouldBe(2);
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again()
    {
        _handler.Away = true;
        (await _blocks.ReadAsync(0, 40, TestContext.Current.CancellationToken)).ShouldBeOfType<ApiResult<TableRows>.Failed>();

        _handler.Away = false;

        (await ReadAsync(0, 40)).Rows.Count.ShouldBe(40);
    }

    private async Task<TableRows> ReadAsync(int start, int count) =>
        (await _blocks.ReadAsync(start, count, TestContext.Current.CancellationToken)).ShouldBeOfType<ApiResult<TableRows>.Ok>().Value;
}
