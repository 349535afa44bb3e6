using CsCheck;
using Mact.DevServices.Model;

namespace Mact.DevServices.Tests.Model;

public sealed class TokenizerTests
{
    [Fact]
    public void Pieces_join_to_the_text_and_are_as_many_as_counted() => Gen.String.Sample(static text =>
    {
        var pieces = StandInTokenizer.Split(text).ToList();
        string.Concat(pieces).ShouldBe(text);
        StandInTokenizer.Count(text).ShouldBe(pieces.Count);
    });

    [Fact]
    public void A_cut_text_is_a_beginning_with_at_most_so_many_tokens() => Gen.Select(Gen.String, Gen.Int[0, 20]).Sample(static (text, tokens) =>
    {
        var cut = StandInTokenizer.Cut(text, tokens);
        text.ShouldStartWith(cut, Case.Sensitive);
        StandInTokenizer.Count(cut).ShouldBe(Math.Min(tokens, StandInTokenizer.Count(text)));
    });

    [Fact]
    public void A_surrogate_pair_is_never_cut_apart() => StandInTokenizer.Cut("😀😀", 1).ShouldBe("😀");
}
