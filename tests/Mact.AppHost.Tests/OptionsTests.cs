namespace Mact.AppHost.Tests;

/// <summary>The command line.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Without_arguments_everything_is_as_the_readme_says() =>
        Parse().Options.ShouldBe(
            new(WebPort: 8080, ApiPort: 8081, Workers: 1, ModelEndpoint: null, Model: null, Vllm: null, LocalModel: null, Redis: null, Data: null));

    [Fact]
    public void Every_option_is_read()
    {
        Parse("--web-port 9000 --api-port=9001 --workers 3 --model-endpoint http://host:8000/v1/ --model m --redis host:6379".Split(' ')).Options
            .ShouldBe(new(9000, 9001, 3, "http://host:8000/v1", "m", null, null, "host:6379", null));
        Parse("--vllm", "Qwen/Qwen3-8B", "--data", "kept").Options
            .ShouldBe(new(8080, 8081, 1, null, null, "Qwen/Qwen3-8B", null, null, Path.GetFullPath("kept")));
        Parse("--local-model").Options!.LocalModel.ShouldBe(string.Empty);
        Parse("--local-model", "--workers", "2").Options!.ShouldSatisfyAllConditions(
            static options => options.LocalModel.ShouldBe(string.Empty), static options => options.Workers.ShouldBe(2));
        Parse("--local-model", "--Parameters:x=y").Options!.LocalModel.ShouldBe(string.Empty);
    }

    [Theory]
    [InlineData("--web-port", "--web-port seventy")]
    [InlineData("--web-port", "--web-port 65536")]
    [InlineData("--api-port", "--api-port -1")]
    [InlineData("--workers", "--workers 0")]
    [InlineData("--workers", "--workers 65")]
    [InlineData("--model-endpoint", "--model-endpoint host:8000")]
    [InlineData("--model-endpoint", "--model-endpoint ftp://host/v1")]
    [InlineData("--model needs --model-endpoint", "--model m")]
    [InlineData("each name a model", "--model-endpoint http://host/v1 --vllm m")]
    [InlineData("each name a model", "--vllm m --local-model OptionsTests.cs")]
    [InlineData("there is no file", "--local-model none.gguf")]
    [InlineData("--data belongs to the Redis stand-in", "--data kept --redis host:6379")]
    [InlineData("--redis must be", "--redis standin")]
    [InlineData("no option --vlm", "--vlm m")]
    [InlineData("no option --wokers", "--wokers=3")]
    [InlineData("--data", "--data")]
    public void A_wrong_value_gets_one_clear_line(string named, string arguments)
    {
        var (options, exitCode, output, error) = Parse(arguments.Split(' '));

        options.ShouldBeNull();
        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain(named);
        error.TrimEnd().Split('\n').Length.ShouldBe(1, error);
    }

    [Theory]
    [InlineData("--publisher manifest --output-path out")]
    [InlineData("--operation publish --step publish-manifest --output-path out")]
    [InlineData("--Parameters:model-key=k")]
    [InlineData("--environment Production")]
    public void What_aspire_understands_is_left_to_it(string arguments) => Parse(arguments.Split(' ')).Options.ShouldNotBeNull();

    [Fact]
    public void Help_lists_every_option()
    {
        var (options, exitCode, output, error) = Parse("--help");

        options.ShouldBeNull();
        exitCode.ShouldBe(0);
        error.ShouldBeEmpty();
        foreach (var name in "--web-port --api-port --workers --model-endpoint --model --vllm --local-model --redis --data".Split(' '))
        {
            output.ShouldContain(name);
        }

        output.Split("[default: ").Length.ShouldBe(4, output);
    }

    private static (MactOptions? Options, int ExitCode, string Output, string Error) Parse(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var (options, exitCode) = MactOptions.Parse(arguments, output, error);
        return (options, exitCode, output.ToString(), error.ToString());
    }
}
