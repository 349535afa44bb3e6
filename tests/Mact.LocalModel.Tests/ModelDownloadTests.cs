using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Mact.Client;
using Mact.LocalModel.Files;
using Microsoft.Extensions.Options;

namespace Mact.LocalModel.Tests;

/// <summary>A file comes whole, or not at all, whatever the server does.</summary>
public sealed class ModelDownloadTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(1_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("mact-models-").FullName;
    private readonly FileServer _server = new();
    private readonly List<double> _progress = [];

    [Fact]
    public async Task A_file_is_fetched_and_checked_and_found_again()
    {
        File.ReadAllBytes(await RunAsync(Known())).ShouldBe(Content);

        _progress.ShouldBeInOrder();
        _progress[^1].ShouldBe(1);
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_here_is_not_fetched_again()
    {
        await RunAsync(Known() with { IsHere = true });

        _server.Ranges.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_breaks_is_gone_on_with_where_it_broke()
    {
        _server.BreakAfter.Enqueue(300_000);
        _server.BreakAfter.Enqueue(200_000);

        File.ReadAllBytes(await RunAsync(Known())).ShouldBe(Content);

        _server.Ranges.ShouldBe([0, 300_000, 500_000]);
    }

    [Fact]
    public async Task What_an_earlier_try_left_is_gone_on_with()
    {
        File.WriteAllBytes(Path.Combine(_folder, "tiny.gguf.part"), Content[..400_000]);

        File.ReadAllBytes(await RunAsync(Known())).ShouldBe(Content);

        _server.Ranges.ShouldBe([400_000]);
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_begins_at_the_beginning()
    {
        _server.KnowsRanges = false;
        File.WriteAllBytes(Path.Combine(_folder, "tiny.gguf.part"), Content[..400_000]);

        File.ReadAllBytes(await RunAsync(Known())).ShouldBe(Content);
    }

    [Fact]
    public async Task A_file_with_another_sum_is_deleted_and_both_sums_are_said()
    {
        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known() with { Sha256 = new string('0', 64) }));

        failure.Message.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(Content)));
        failure.Message.ShouldContain("deleted");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_longer_than_published_is_not_taken()
    {
        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known() with { Bytes = Content.Length - 1 }));

        failure.Message.ShouldContain("longer");
    }

    [Fact]
    public async Task A_server_that_always_ends_too_early_is_given_up()
    {
        _server.BreakAfter.Enqueue(100_000);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            _server.BreakAfter.Enqueue(0);
        }

        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known()));

        failure.Message.ShouldContain("can't be fetched");
        failure.Message.ShouldContain(Path.Combine(_folder, "tiny.gguf"));
        _server.Ranges.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_refusal_says_what_to_fetch_and_where_to_put_it(HttpStatusCode status)
    {
        _server.Status = status;

        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known()));

        failure.Message.ShouldContain("https://models.example/tiny.gguf");
        failure.Message.ShouldContain(Path.Combine(_folder, "tiny.gguf"));
        _server.Ranges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_network_it_says_what_to_fetch_and_where_to_put_it()
    {
        _server.IsAway = true;

        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known()));

        failure.Message.ShouldContain("Without a network");
    }

    [Fact]
    public async Task More_than_the_disk_holds_is_not_begun()
    {
        var failure = await Should.ThrowAsync<ModelFailedException>(() => RunAsync(Known() with { Bytes = long.MaxValue / 2 }));

        failure.Message.ShouldContain("room");
        _server.Ranges.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_that_is_ended_keeps_what_is_here()
    {
        using var end = new CancellationTokenSource();
        _server.Sent = async bytes =>
        {
            if (bytes >= 500_000)
            {
                await end.CancelAsync();
            }
        };

        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(Known(), end.Token));

        new FileInfo(Path.Combine(_folder, "tiny.gguf.part")).Length.ShouldBeGreaterThan(0);
        File.ReadAllBytes(await RunAsync(Known())).ShouldBe(Content);
        _server.Ranges[1].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Every_known_file_has_a_sum_a_licence_and_an_address_of_its_makers()
    {
        var files = Library().Files;

        files.Count.ShouldBe(3);
        files.ShouldAllBe(static file => file.Sha256.Length == 64 && file.Licence == "Apache-2.0" && !file.IsHere);
        files.ShouldAllBe(static file => file.Url.AbsoluteUri.StartsWith("https://huggingface.co/Qwen/", StringComparison.Ordinal));
        files.Select(static file => file.Bytes).ShouldBeInOrder();
    }

    [Fact]
    public void What_was_chosen_is_found_again_only_where_it_is_whole()
    {
        var library = Library();
        var file = library.Files[0];
        library.FindChosen().ShouldBeNull();

        library.Remember(file);
        File.WriteAllBytes(library.PathOf(file.Id), Content);
        library.FindChosen().ShouldBeNull();

        using (var whole = File.OpenWrite(library.PathOf(file.Id)))
        {
            whole.SetLength(file.Bytes);
        }

        Library().FindChosen().ShouldBe(library.PathOf(file.Id));
    }

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static KnownModelFile Known() => new(
        "tiny",
        "Tiny",
        "MIT",
        Content.Length,
        Convert.ToHexStringLower(SHA256.HashData(Content)),
        new Uri("https://models.example/tiny.gguf"),
        IsHere: false);

    private ModelLibrary Library() => new(Options.Create(new LocalModelOptions { Folder = _folder }));

    private async Task<string> RunAsync(KnownModelFile file, CancellationToken? cancellationToken = null)
    {
        using var client = new HttpClient(_server, disposeHandler: false);
        return await new ModelDownload(client, Library()).RunAsync(
            file, _progress.Add, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Serves the content; breaks the connection where it is told to.</summary>
    private sealed class FileServer : HttpMessageHandler
    {
        public bool KnowsRanges { get; set; } = true;

        public bool IsAway { get; set; }

        public HttpStatusCode? Status { get; set; }

        public Queue<int> BreakAfter { get; } = [];

        /// <summary>Where each request wanted to begin.</summary>
        public List<long> Ranges { get; } = [];

        public Func<int, Task> Sent { get; set; } = static _ => Task.CompletedTask;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var from = request.Headers.Range?.Ranges.First().From ?? 0;
            Ranges.Add(from);
            if (IsAway)
            {
                throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known");
            }

            if (Status is { } status)
            {
                return Task.FromResult(new HttpResponseMessage(status));
            }

            var start = KnowsRanges ? (int)from : 0;
            var source = new BreakingStream(Content.AsMemory(start), BreakAfter.TryDequeue(out var count) ? count : null, Sent);
            var response = new HttpResponseMessage(start > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
            {
                Content = new StreamContent(source),
            };
            if (start > 0)
            {
                response.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, Content.Length - 1, Content.Length);
            }

            return Task.FromResult(response);
        }
    }

    private sealed class BreakingStream(ReadOnlyMemory<byte> content, int? breakAfter, Func<int, Task> sent) : MemoryStream
    {
        private int _at;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = Math.Min(content.Length, breakAfter ?? int.MaxValue);
            if (_at == end && breakAfter is not null)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
            }

            var count = Math.Min(buffer.Length, end - _at);
            content.Slice(_at, count).CopyTo(buffer);
            _at += count;
            await sent(_at);
            return count;
        }
    }
}
