using System.Diagnostics;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>How long a whole data set takes. Needs the folder of question sets (MACT_DATA); it runs with MACT_LONG=1.</summary>
public sealed class DurationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Two_hundred_questions_go_through_the_whole_stack_in_under_two_minutes()
    {
        var folder = Environment.GetEnvironmentVariable("MACT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "MACT_DATA names no folder of question sets.");
        LongForm.Only();
        var data = await File.ReadAllTextAsync(Path.Combine(folder!, "wtq", "dev.jsonl"), TestContext.Current.CancellationToken);
        await using var host = await AspireStack.StartAsync(new(), TestContext.Current.CancellationToken);
        using var api = new ApiDriver(host.Api);

        var clock = Stopwatch.StartNew();
        var id = await api.StartEvaluationAsync(new { data, name = "wtq/dev" }, TestContext.Current.CancellationToken);
        var view = await api.WaitForEvaluationAsync(
            id, static view => view.Status == EvaluationStatus.Finished, Limit * 2, TestContext.Current.CancellationToken);
        var elapsed = clock.Elapsed;

        var report = view.Reports.ShouldHaveSingleItem();
        output.WriteLine($"{view.Done} questions in {elapsed.TotalSeconds:0.0} s; {report.Accuracy.Count} right, {report.Precision.Count} of "
                + $"{report.Precision.Of} attempted.");
        view.Done.ShouldBe(200);
        elapsed.ShouldBeLessThan(Limit);
    }
}
