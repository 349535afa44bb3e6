using Mact.AppHost.Embedded.Processes;

namespace Mact.AppHost.Tests.Embedded;

public sealed class RestartBackoffTests
{
    [Fact]
    public void Pauses_double_up_to_half_a_minute()
    {
        var backoff = new RestartBackoff();

        var pauses = Enumerable.Range(0, 9).Select(_ => backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds);

        pauses.ShouldBe([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    [Fact]
    public void A_quiet_minute_forgives()
    {
        var backoff = new RestartBackoff();
        backoff.After(TimeSpan.FromSeconds(1));
        backoff.After(TimeSpan.FromSeconds(1));

        backoff.After(TimeSpan.FromMinutes(2)).ShouldBe(TimeSpan.FromSeconds(0.5));
    }
}
