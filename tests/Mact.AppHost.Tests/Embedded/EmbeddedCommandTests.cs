using Mact.AppHost.Embedded.Options;

namespace Mact.AppHost.Tests.Embedded;

public sealed class EmbeddedCommandTests
{
    [Fact]
    public async Task Without_arguments_the_defaults_hold()
    {
        var options = await ParseAsync();

        options.ShouldBe(new EmbeddedOptions());
        options!.WebPort.ShouldBe(8080);
        options.ApiPort.ShouldBe(8081);
    }

    [Fact]
    public async Task Every_option_arrives()
    {
        var options = await ParseAsync(
            "--web-port", "9000", "--api-port", "9001", "--model-endpoint", "http://localhost:8000/v1", "--model", "m", "--workers", "3", "--redis", "localhost:6379");

        options.ShouldBe(new EmbeddedOptions
        {
            WebPort = 9000,
            ApiPort = 9001,
            ModelEndpoint = new("http://localhost:8000/v1"),
            Model = "m",
            ModelKey = null,
            Workers = 3,
            Redis = "localhost:6379",
        });
    }

    [Fact]
    public async Task A_data_directory_becomes_a_full_path()
    {
        var options = await ParseAsync("--data", "history");

        options!.DataDirectory.ShouldBe(Path.GetFullPath("history"));
    }

    [Theory]
    [InlineData("--web-port", "0")]
    [InlineData("--web-port", "70000")]
    [InlineData("--workers", "0")]
    [InlineData("--workers", "many")]
    [InlineData("--model-endpoint", "localhost:8000")]
    [InlineData("--model", "m")]
    [InlineData("--key", "sk-123")]
    public async Task What_is_not_right_is_refused_and_nothing_starts(string name, string value)
    {
        (await ParseAsync(name, value)).ShouldBeNull();
    }

    [Fact]
    public async Task Data_and_redis_exclude_each_other()
    {
        (await ParseAsync("--data", "d", "--redis", "localhost:6379")).ShouldBeNull();
    }

    private static async Task<EmbeddedOptions?> ParseAsync(params string[] args)
    {
        EmbeddedOptions? seen = null;
        var code = await new EmbeddedCommand().InvokeAsync(args, modelKey: null, (options, _) =>
        {
            seen = options;
            return Task.FromResult(0);
        });
        (code == 0).ShouldBe(seen is not null);
        return seen;
    }
}
