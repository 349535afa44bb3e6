using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Tests;

public sealed class TokenSamplerTests
{
    private const string Pinned = "11012112111111021321";

    // Probabilities 0.1, 0.6, 0.25 and 0.05.
    private static readonly float[] Scores = [.. new[] { 0.1, 0.6, 0.25, 0.05 }.Select(static share => (float)Math.Log(share))];

    [Fact]
    public void Temperature_0_takes_the_likeliest() =>
        Draws(new SamplingParameters(Temperature: 0), seed: 1).ShouldAllBe(static token => token == 1);

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_likely()
    {
        var draws = Draws(new SamplingParameters(), seed: 1, count: 20_000);

        for (var token = 0; token < Scores.Length; token++)
        {
            (draws.Count(drawn => drawn == token) / 20_000.0).ShouldBe(Math.Exp(Scores[token]), tolerance: 0.02);
        }
    }

    [Theory]
    [InlineData(0.5, 0, 0.0, new[] { 1 })]
    [InlineData(0.8, 0, 0.0, new[] { 1, 2 })]
    [InlineData(1.0, 3, 0.0, new[] { 0, 1, 2 })]
    [InlineData(1.0, 0, 0.3, new[] { 1, 2 })]
    [InlineData(1.0, 0, 0.0, new[] { 0, 1, 2, 3 })]
    public void Only_what_the_parameters_leave_is_drawn(double topP, int topK, double minP, int[] left) =>
        Draws(new SamplingParameters(1, topP, topK, minP), seed: 3, count: 2000).Distinct().Order().ShouldBe(left);

    [Fact]
    public void A_seed_gives_the_same_tokens_in_every_process_and_its_neighbour_gives_others()
    {
        Drawn(42).ShouldBe(Pinned);
        Drawn(43).ShouldNotBe(Pinned);
        Drawn(long.MaxValue).ShouldNotBe(Pinned);

        static string Drawn(long seed) => string.Concat(Draws(new SamplingParameters(), seed, count: 20));
    }

    [Fact]
    public void The_probabilities_of_all_tokens_make_one() =>
        Enumerable.Range(0, Scores.Length).Sum(static token => Math.Exp(TokenSampler.Logprob(Scores, token))).ShouldBe(1, tolerance: 1e-6);

    private static List<int> Draws(SamplingParameters parameters, long seed, int count = 50)
    {
        var sampler = new TokenSampler(parameters, seed);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(Scores))];
    }
}
