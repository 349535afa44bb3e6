using Aspire.Hosting.ApplicationModel;

namespace Mact.AppHost.Tests;

/// <summary>Which Redis there is without <c>--redis</c>, by what a container runtime (here a script in its place) says when it is asked.</summary>
public sealed class ContainerRuntimeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-runtime-");

    private string Runtime => Path.Combine(_folder.FullName, "runtime");

    private string[] Calls => File.Exists(Runtime + ".calls") ? File.ReadAllLines(Runtime + ".calls") : [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_runtime_that_runs_the_image_of_redis_gets_the_container()
    {
        var model = await BuildAsync("exit 0");

        model.Find("redis").ShouldBeOfType<RedisResource>();
        model.Resources.ShouldNotContain(static resource => resource.Name == "redis-stand-in");
        model.Annotations<ContainerImageAnnotation>("redis").ShouldHaveSingleItem().Tag.ShouldNotBeNull();
        Calls[0].ShouldBe("info");
        var image = model.Annotations<ContainerImageAnnotation>("redis").Single();
        Calls[1].ShouldBe($"run --rm {image.Registry}/{image.Image}:{image.Tag} redis-server --version");
    }

    [Theory]
    [InlineData("""[ "$1" = info ]""", 2)]
    [InlineData("exit 1", 1)]
    [InlineData(null, 0)]
    public async Task A_runtime_that_has_no_way_to_the_image_or_no_engine_or_is_not_there_gives_way_to_the_stand_in(string? script, int calls)
    {
        var model = script is null ? await AppModel.BuildAsync($"--ASPIRE_CONTAINER_RUNTIME={Runtime}") : await BuildAsync(script);

        Calls.Length.ShouldBe(calls);
        model.Find("redis-stand-in").ShouldBeOfType<ProjectResource>();
        model.Find("redis").ShouldBeAssignableTo<IResourceWithConnectionString>().ShouldNotBeOfType<RedisResource>();
        (await model.EnvironmentAsync("api"))["Mact__VolatileHistory"].ShouldBe("true");
        (await model.EnvironmentAsync("worker")).Keys.ShouldContain("ConnectionStrings__redis");
        model.Resources.ShouldNotContain(static resource => resource is ContainerResource);
    }

    [Theory]
    [InlineData("--redis=stand-in")]
    [InlineData("--redis=redis.example:6379")]
    [InlineData("--redis=container")]
    [InlineData("--data=kept")]
    public async Task Nothing_is_asked_of_a_runtime_where_the_command_line_says_which_redis(string argument)
    {
        await BuildAsync("exit 0", argument);

        Calls.ShouldBeEmpty();
    }

    private async Task<AppModel> BuildAsync(string script, string argument = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is a shell's.");
        await File.WriteAllTextAsync(Runtime, $"#!/bin/sh\necho \"$@\" >> \"$0.calls\"\n{script}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Runtime, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return await AppModel.BuildAsync($"--ASPIRE_CONTAINER_RUNTIME={Runtime}", argument);
    }
}
