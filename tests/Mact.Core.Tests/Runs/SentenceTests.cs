using System.Text.Json;
using CsCheck;

namespace Mact.Core.Tests.Runs;

/// <summary>Sentences that travel with their values.</summary>
public sealed class SentenceTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("{0}", "{", "}}", "\"", "'", "한국", "a\nb", string.Empty, "{1:N0}", new string('x', 5_000)), Gen.String[Gen.Char, 0, 40]);

    [Fact]
    public void A_sentence_is_in_english_what_the_interpolated_string_is() => Gen.Select(Text, Gen.Int, Gen.Double[-1e6, 1e6], Text).Sample(drawn =>
    {
        var (name, count, share, more) = drawn;
        Sentence part = $"It has \"{more}\".";
        Sentence sentence = $"In \"{name}\" {count:N0} {(count == 1 ? "cell is" : "cells are"):words} {{odd}} ({share:0.##}): {part} {part:words}";
        var text =
            $"In \"{name}\" {count:N0} {(count == 1 ? "cell is" : "cells are")} {{odd}} ({share:0.##}): It has \"{more}\". It has \"{more}\".";

        sentence.ToString().ShouldBe(text);
        sentence.Pattern.ShouldBe($"In \"{{0}}\" {{1}} {(count == 1 ? "cell is" : "cells are")} {{odd}} ({{2}}): {{3}} It has \"{{4}}\".");
        sentence.Values.ShouldBe([name, $"{count}", share.ToString(), part.ToString(), more]);
        sentence.Sentences!.ShouldHaveSingleItem().ShouldBe(new(3, part));

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(sentence, MactJson.Default.Sentence), MactJson.Default.Sentence);
        read.ShouldBe(sentence);
    });

    [Fact]
    public void Words_alone_need_no_sentence_beside_them()
    {
        var repair = new TableRepair("quote", "Cells stand in single quotes, which were left out.");
        Sentence words = "There is no statement.";

        repair.Sentence.ShouldBeNull();
        words.WithValues().ShouldBeNull();
        words.Values.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_stored_before_there_were_values_is_read()
    {
        var read = JsonSerializer.Deserialize("""{"code":"emptyRow","message":"Row 3 is empty and was left out."}""", MactJson.Default.TableRepair);

        read.ShouldBe(new TableRepair("emptyRow", "Row 3 is empty and was left out."));
        var record = JsonSerializer.Deserialize(
            """{"type":"finished","outcome":{"outcome":"failed","error":{"code":"internal","message":"Gone."}}}""", MactJson.Default.RunRecord);
        record.ShouldBeOfType<Finished>().Outcome.ShouldBeOfType<Outcome.Failed>().Error.ShouldBe(new QuestionError("internal", "Gone."));
    }

    [Fact]
    public void Several_sentences_are_one_with_each_as_a_value()
    {
        var one = Sentence.Join([$"Row {3} is empty.", "It is null."]);

        (one.Pattern, one.ToString()).ShouldBe(("{0} {1}", "Row 3 is empty. It is null."));
        Sentence.Join([(Sentence)$"Row {3} is empty."]).ShouldBe($"Row {3} is empty.");
    }

    [Fact]
    public void A_text_is_changed_wherever_it_stands()
    {
        Sentence inner = $"key {"secret"} refused";
        Sentence told = $"{inner} ({"secret"})";

        var changed = told.With(static text => text.Replace("secret", "***", StringComparison.Ordinal));

        JsonSerializer.Serialize(changed, MactJson.Default.Sentence).ShouldNotContain("secret");
        changed.ToString().ShouldBe("key *** refused (***)");
    }
}
