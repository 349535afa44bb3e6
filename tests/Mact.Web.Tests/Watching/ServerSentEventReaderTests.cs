using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Web.Tests.Watching;

public sealed class ServerSentEventReaderTests
{
    [Fact]
    public async Task Events_keep_their_id_type_and_lines_and_comments_are_heartbeats()
    {
        var events = await ReadAsync(": hi\n\nid: 7\ndata: a\ndata:b\n\nevent: end\ndata: {}\n\n");

        events.ShouldBe([new(null, "comment", null), new("7", "message", "a\nb"), new("7", "end", "{}")]);
    }

    [Fact]
    public async Task An_event_without_its_empty_line_is_not_given() => (await ReadAsync("data: half")).ShouldBeEmpty();

    [Fact]
    public async Task Silence_ends_in_a_timeout()
    {
        var time = new FakeTimeProvider();
        await using var silent = new SilentStream();
        var reading = ServerSentEvent.ReadAsync(
            silent, TimeSpan.FromSeconds(30), time, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        var next = reading.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(31));

        await Should.ThrowAsync<TimeoutException>(next);
    }

    private static async Task<List<ServerSentEvent>> ReadAsync(string text)
    {
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var events = new List<ServerSentEvent>();
        await foreach (
            var item in ServerSentEvent.ReadAsync(stream, TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            events.Add(item);
        }

        return events;
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
