using Mact.AppHost.Embedded.Console;

namespace Mact.AppHost.Tests.Embedded;

public sealed class ConsoleLogTests
{
    [Fact]
    public void Every_line_stands_behind_the_name_of_its_resource()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var log = new ConsoleLog(writer, colours: false);

        log.Write("api", "hello");
        log.Write("worker-2", "world");

        writer.ToString().ShouldBe("api       hello\nworker-2  world\n");
    }

    [Fact]
    public void A_resource_keeps_its_colour()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var log = new ConsoleLog(writer, colours: true);

        log.Write("api", "1");
        log.Write("web", "2");
        log.Write("api", "3");

        var lines = writer.ToString().Split('\n');
        lines[0][..5].ShouldBe(lines[2][..5]);
        lines[0][..5].ShouldNotBe(lines[1][..5]);
    }
}
