using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

public sealed class CellPlacesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_no_place_waits_until_enough_is_put_down()
    {
        using var places = new CellPlaces(4);
        var first = await TakeAsync(places, 3);
        var second = TakeAsync(places, 1, 1);
        second.IsCompleted.ShouldBeFalse();

        first.Dispose();

        using var hand = await second;
        hand.Tables.Select(static table => table.RowCount).ShouldBe([1, 1]);
        (await TakeAsync(places, 2)).Dispose();
    }

    [Fact]
    public async Task More_than_all_places_is_refused_and_keeps_none()
    {
        using var places = new CellPlaces(4);

        (await Should.ThrowAsync<TooManyCellsException>(() => TakeAsync(places, 3, 2))).Cells.ShouldBe(5);

        (await TakeAsync(places, 4)).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_keeps_none()
    {
        using var places = new CellPlaces(4);
        var first = await TakeAsync(places, 3);
        using var ended = new CancellationTokenSource();
        var second = TakeAsync(places, ended.Token, 1, 2);
        await ended.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);

        first.Dispose();
        first.Dispose();

        using var all = await TakeAsync(places, 4);
        var another = TakeAsync(places, 1);
        another.IsCompleted.ShouldBeFalse();
        all.Dispose();
        (await another).Dispose();
    }

    private static Task<TablesInHand> TakeAsync(CellPlaces places, params int[] rows) => TakeAsync(places, Cancellation, rows);

    private static Task<TablesInHand> TakeAsync(CellPlaces places, CancellationToken cancellationToken, params int[] rows) =>
        places.TakeAsync(rows, static (count, _) => Task.FromResult(Given.Column([.. Enumerable.Repeat("1", count)])), cancellationToken);
}
