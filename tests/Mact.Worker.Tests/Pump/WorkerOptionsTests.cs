using System.ComponentModel.DataAnnotations;
using CsCheck;
using Mact.Worker.Pump;

namespace Mact.Worker.Tests.Pump;

public sealed class WorkerOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Errors(new WorkerOptions()).ShouldBeEmpty();

    [Fact]
    public void Senseless_values_are_refused_by_name() => Errors(new WorkerOptions { Concurrency = 0 }).ShouldBe([nameof(WorkerOptions.Concurrency)]);

    [Fact]
    public void Delays_grow_with_the_attempts_up_to_the_bound() => Gen.Int[1, 1_000].Sample(static attempt =>
    {
        var options = new WorkerOptions();
        options.DelayAfter(attempt).ShouldBeInRange(options.RetryDelay, options.MaxRetryDelay);
        options.DelayAfter(attempt + 1).ShouldBeGreaterThanOrEqualTo(options.DelayAfter(attempt));
    });

    private static IEnumerable<string> Errors(WorkerOptions options)
    {
        List<ValidationResult> results = [];
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.SelectMany(static result => result.MemberNames);
    }
}
