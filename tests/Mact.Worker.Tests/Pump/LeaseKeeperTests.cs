using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Worker.Pump;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Mact.Worker.Tests.Pump;

public sealed class LeaseKeeperTests
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly IQuestionQueue _queue = Substitute.For<IQuestionQueue>();
    private readonly Lease _lease = new(new Question("q", "?", [], [], new QuestionOptions(), DateTimeOffset.UnixEpoch, "client"), 1, TimeSpan.Zero);
    private int _renewals;

    [Fact]
    public async Task It_renews_at_once_and_then_every_sixth_of_the_lease()
    {
        Renewing(static _ => true);
        await using var keeper = Start();

        await RenewedAsync(1);
        _time.Advance(LeaseTime / 6);
        await RenewedAsync(2);
        _time.Advance((LeaseTime / 6) - TimeSpan.FromMilliseconds(1));
        _renewals.ShouldBe(2);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await RenewedAsync(3);

        keeper.Stopping.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_renewal_stops_the_run()
    {
        Renewing(static _ => false);
        await using var keeper = Start();

        await Eventually.TrueAsync(() => Task.FromResult(keeper.Stopping.IsCancellationRequested));

        keeper.Reason.ShouldBe(StopReason.LeaseLost);
    }

    [Fact]
    public async Task Trouble_with_the_store_stops_nothing_and_is_tried_again_soon()
    {
        Renewing(static renewal => renewal == 2 ? throw new StoreUnavailableException() : true);
        await using var keeper = Start();
        await RenewedAsync(1);
        _time.Advance(LeaseTime / 6);
        await RenewedAsync(2);

        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_renewals >= 3);
        });

        keeper.Reason.ShouldBe(StopReason.None);
    }

    [Fact]
    public async Task The_first_reason_counts()
    {
        Renewing(static _ => true);
        await using var keeper = Start();

        keeper.Stop(StopReason.Cancelled);
        keeper.Stop(StopReason.Draining);

        keeper.Reason.ShouldBe(StopReason.Cancelled);
        await Eventually.TrueAsync(() => Task.FromResult(keeper.Stopping.IsCancellationRequested));
    }

    [Fact]
    public async Task After_its_end_it_renews_no_more_and_a_late_stop_does_no_harm()
    {
        Renewing(static _ => true);
        var keeper = Start();
        await RenewedAsync(1);

        await keeper.DisposeAsync();
        _time.Advance(LeaseTime);
        keeper.Stop(StopReason.Cancelled);

        _renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_fresh_lease_is_confirmed_without_asking()
    {
        Renewing(static _ => true);
        await using var keeper = Start();
        await RenewedAsync(1);

        await keeper.ConfirmAsync(TestContext.Current.CancellationToken);

        _renewals.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_slept_past_its_lease_asks_before_it_goes_on()
    {
        Renewing(static _ => false);
        await using var keeper = new LeaseKeeper(_queue, _lease, LeaseTime, _time);
        _time.Advance(LeaseTime);

        await Should.ThrowAsync<OperationCanceledException>(() => keeper.ConfirmAsync(TestContext.Current.CancellationToken));

        keeper.Reason.ShouldBe(StopReason.LeaseLost);
    }

    [Fact]
    public async Task While_the_store_is_away_for_longer_than_the_lease_nothing_is_confirmed()
    {
        var back = false;
        Renewing(_ => Volatile.Read(ref back) ? true : throw new StoreUnavailableException());
        await using var keeper = new LeaseKeeper(_queue, _lease, LeaseTime, _time);
        _time.Advance(LeaseTime);

        var confirmed = keeper.ConfirmAsync(TestContext.Current.CancellationToken);
        await RenewedAsync(1);
        confirmed.IsCompleted.ShouldBeFalse();
        Volatile.Write(ref back, true);
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(confirmed.IsCompletedSuccessfully);
        });

        keeper.Reason.ShouldBe(StopReason.None);
    }

    private LeaseKeeper Start()
    {
        var keeper = new LeaseKeeper(_queue, _lease, LeaseTime, _time);
        keeper.Start();
        return keeper;
    }

    private void Renewing(Func<int, bool> answer) =>
        _queue.RenewAsync(_lease, LeaseTime, Arg.Any<CancellationToken>()).Returns(
            _ => Task.FromResult(answer(Interlocked.Increment(ref _renewals))));

    private Task RenewedAsync(int times) => Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref _renewals) == times));
}
