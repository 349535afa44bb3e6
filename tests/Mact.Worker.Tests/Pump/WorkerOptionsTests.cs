using CsCheck;
using Mact.Worker.Pump;

namespace Mact.Worker.Tests.Pump;

public sealed class WorkerOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new WorkerOptionsValidator().Validate(name: null, new WorkerOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Senseless_values_are_refused_by_name() =>
        new WorkerOptionsValidator().Validate(name: null, new WorkerOptions { Concurrency = 0 }).FailureMessage.ShouldNotBeNull().ShouldContain(nameof(WorkerOptions.Concurrency));

    [Fact]
    public void Delays_grow_with_the_attempts_up_to_the_bound() => Gen.Int[1, 1_000].Sample(static attempt =>
    {
        var options = new WorkerOptions();
        options.DelayAfter(attempt).ShouldBeInRange(options.RetryDelay, options.MaxRetryDelay);
        options.DelayAfter(attempt + 1).ShouldBeGreaterThanOrEqualTo(options.DelayAfter(attempt));
    });
}
