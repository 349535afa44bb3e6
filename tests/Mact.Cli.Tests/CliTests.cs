using System.Text.Json;

namespace Mact.Cli.Tests;

/// <summary>What all commands share.</summary>
public sealed class CliTests
{
    [Fact]
    public void Options_in_JSON_replace_what_they_name_and_nothing_else()
    {
        var options = Cli.Apply("{\"planSamples\":3,\"shortcut\":\"trust\"}", new QuestionOptions { Temperature = 0.2 });

        options.ShouldBe(new QuestionOptions { Temperature = 0.2, PlanSamples = 3, Shortcut = ShortcutMode.Trust });
    }

    [Theory]
    [InlineData("{\"planSample\":3}", "'planSample' is no question option")]
    [InlineData("[1]", "--options is not a JSON object")]
    [InlineData("{", "--options is not a JSON object")]
    public void Options_that_are_none_are_said_in_words(string json, string message) =>
        Should.Throw<CommandException>(() => Cli.Apply(json, new QuestionOptions())).Message.ShouldStartWith(message);

    [Fact]
    public void Escape_sequences_of_others_never_reach_a_terminal() =>
        Cli.Plain("red \u001b[31mtext\u001b]0;title\u0007\r\nnext").ShouldBe("red [31mtext]0;title\nnext");

    [Fact]
    public void Text_of_others_turns_no_writing_round() => Cli.Plain("a\u009b2Jb\u202ec\u2066d\u200ee\u061cf").ShouldBe("a2Jbcdef");

    [Fact]
    public void Json_for_a_terminal_is_the_same_json_without_what_acts_on_it()
    {
        var json = JsonSerializer.Serialize(
            new QueryResult(["\u009b2J\u202e"], [["\u001b]0;a\u0007\u200f"]], 1, 0, false), MactJson.Default.QueryResult);

        var plain = Cli.PlainJson(json);

        plain.ShouldAllBe(static character => !char.IsControl(character) && character != '\u202e' && character != '\u200f');
        JsonSerializer.Deserialize(plain, MactJson.Default.QueryResult)!.Rows[0].ShouldBe(["\u001b]0;a\u0007\u200f"]);
    }
}
