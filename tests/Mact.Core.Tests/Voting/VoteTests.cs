using CsCheck;
using Mact.Core.Voting;

namespace Mact.Core.Tests.Voting;

public sealed class VoteTests
{
    private static readonly VoteWeights Weights = new(1.0, 0.5);

    private static readonly Gen<Ballot[]> Ballots = Gen.Select(Gen.OneOf("a", "b", "c", ""), Gen.Bool, Gen.Int[0, 9], Gen.Int[-2, 0])
        .Select((key, executed, sample, specificity) => new Ballot(key, $"{key}{sample}", executed, sample) { Specificity = specificity })
        .Array[0, 12]
        .Select(ballots => ballots.DistinctBy(ballot => (ballot.Executed, ballot.Sample)).ToArray());

    [Fact]
    public void The_outcome_does_not_depend_on_the_order_of_the_ballots() =>
        Gen.Select(Ballots, Gen.Int[0, 1_000]).Sample((ballots, seed) =>
        {
            var shuffled = ballots.ToArray();
            new Random(seed).Shuffle(shuffled);
            Render(Vote.Tally(shuffled, Weights)).ShouldBe(Render(Vote.Tally(ballots, Weights)));
        });

    [Fact]
    public void Voting_again_among_the_winners_ballots_changes_nothing() =>
        Ballots.Sample(ballots =>
        {
            if (Vote.Tally(ballots, Weights) is { } vote)
            {
                Vote.Tally([.. ballots.Where(ballot => ballot.Key == vote.Key)], Weights)!.Key.ShouldBe(vote.Key);
            }
        });

    [Fact]
    public void An_empty_value_never_wins() =>
        Ballots.Sample(ballots =>
        {
            var vote = Vote.Tally(ballots, Weights);
            (vote is null).ShouldBe(ballots.All(ballot => ballot.Key.Length == 0));
            vote?.Key.ShouldNotBeEmpty();
        });

    [Fact]
    public void A_unanimous_tool_beats_any_number_of_guesses() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 20]).Sample((executed, guesses) =>
        {
            var vote = Vote.Tally([.. Executed("a", executed), .. Guessed("b", guesses)], new(1, 1));
            vote!.Key.ShouldBe("a");
        });

    [Fact]
    public void Two_wrong_programs_with_all_guesses_on_their_side_do_not_beat_three_right_ones() =>
        Vote.Tally([.. Executed("right", 3), .. Executed("wrong", 2, from: 3), .. Guessed("wrong", 5)], Weights)!.Key.ShouldBe("right");

    [Fact]
    public void Guesses_decide_where_executions_are_split()
    {
        Ballot[] ballots = [.. Executed("a", 2), .. Executed("b", 2, from: 2), .. Executed("c", 1, from: 4), .. Guessed("b", 1)];
        Vote.Tally(ballots, Weights)!.Key.ShouldBe("b");
        Vote.Tally(ballots, new(1, 0))!.Key.ShouldBe("a");
    }

    [Fact]
    public void Without_weight_for_executions_only_guesses_count() =>
        Vote.Tally([.. Executed("a", 5), .. Guessed("b", 1)], new(0, 1))!.Key.ShouldBe("b");

    [Fact]
    public void A_tie_goes_to_the_executed_value()
    {
        var vote = Vote.Tally([.. Executed("a", 1, from: 5), .. Executed("c", 1), .. Executed("d", 1, from: 7), .. Guessed("b", 2)], Weights)!;
        vote.Winner.Executed.ShouldNotBeEmpty();
    }

    [Fact]
    public void Ties_are_broken_in_the_documented_order()
    {
        Tie([Ballot("a", 0) with { Specificity = -1 }, Ballot("b", 1)]).ShouldBe(("b", "more specific"));
        Tie([Ballot("a", 0), Ballot("b", 1), new("b", "b", false, 9)], new(1, 1e-12)).ShouldBe(("b", "agrees with a guess"));
        Tie([Ballot("a", 0) with { Logprob = -2 }, Ballot("b", 1) with { Logprob = -1 }]).ShouldBe(("b", "higher log-probability"));
        Tie([Ballot("b", 1), Ballot("a", 0)]).ShouldBe(("a", "first sample"));
    }

    [Fact]
    public void The_margin_is_one_without_dissent_and_zero_at_a_tie()
    {
        Vote.Tally([.. Executed("a", 3)], Weights)!.Margin.ShouldBe(1);
        Vote.Tally([.. Executed("a", 2), .. Executed("b", 2, from: 2)], Weights)!.Margin.ShouldBe(0);
    }

    private static (string, string?) Tie(Ballot[] ballots, VoteWeights? weights = null)
    {
        var vote = Vote.Tally(ballots, weights ?? Weights)!;
        return (vote.Key, vote.Tie);
    }

    private static Ballot Ballot(string key, int sample) => new(key, key, true, sample);

    private static IEnumerable<Ballot> Executed(string key, int count, int from = 0) =>
        Enumerable.Range(from, count).Select(sample => new Ballot(key, key, true, sample));

    private static IEnumerable<Ballot> Guessed(string key, int count) =>
        Enumerable.Range(0, count).Select(sample => new Ballot(key, key, false, sample));

    private static string Render(VoteResult? vote) => vote is null
        ? "nothing"
        : vote.Tie + ":" + string.Join(
            ';',
            vote.Options.Select(option => $"{option.Value}/{option.Weight}/{string.Join(',', option.Executed)}/{string.Join(',', option.Guessed)}"));
}
