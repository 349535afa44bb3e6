using System.Text;
using CsCheck;
using Mact.LocalModel.Text;

namespace Mact.LocalModel.Tests;

/// <summary>Characters and stop texts, however tokens cut them.</summary>
public sealed class TextTests
{
    private static readonly string[] Pieces = ["a", "b", "`", "\n", "é", "한", "🙂", "# "];

    private static readonly Gen<string> Texts =
        Gen.Int[0, Pieces.Length - 1].List[0, 30].Select(static picks => string.Concat(picks.Select(static i => Pieces[i])));

    [Fact]
    public void Bytes_cut_anywhere_give_the_same_characters() => Gen.Select(Texts, Gen.Int[1, 4]).Sample((text, size) =>
    {
        var assembler = new Utf8Assembler();
        string.Concat(Encoding.UTF8.GetBytes(text).Chunk(size).Select(chunk => assembler.Push(chunk))).ShouldBe(text);
    });

    [Fact]
    public void A_reply_ends_before_its_first_stop_wherever_it_is_cut() => Gen.Select(Texts, Gen.Int[1, 4]).Sample((text, size) =>
    {
        string[] stops = ["```", "\n# ", "ab"];
        var matcher = new StopMatcher(stops);
        var said = new StringBuilder();
        string? stop = null;
        for (var at = 0; at < text.Length && stop is null; at += size)
        {
            (var piece, stop) = matcher.Push(text.Substring(at, Math.Min(size, text.Length - at)));
            said.Append(piece);
        }

        if (stop is null)
        {
            said.Append(matcher.Rest());
        }

        var ends = stops.Select(one => text.IndexOf(one, StringComparison.Ordinal)).Where(static at => at >= 0).ToList();
        said.ToString().ShouldBe(ends.Count > 0 ? text[..ends.Min()] : text);
        (stop is not null).ShouldBe(ends.Count > 0);
    });

    [Fact]
    public void What_may_become_a_stop_is_held_back_until_it_is_sure()
    {
        var matcher = new StopMatcher(["\n# Task"]);

        matcher.Push("done\n#").Text.ShouldBe("done");
        matcher.Push(" T").Text.ShouldBeEmpty();
        matcher.Push("ea").Text.ShouldBe("\n# Tea");
    }
}
