using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Tests;

public sealed class SequenceLedgerTests
{
    private readonly SequenceLedger _ledger = new(sequences: 4, cells: 10);

    [Fact]
    public void Tokens_that_sequences_share_take_one_cell_until_the_last_of_them_is_released()
    {
        var first = Sequence(1, 2, 3);
        var second = _ledger.Take();
        _ledger.Fork(first, second, 2);
        _ledger.Append(second, 9);

        _ledger.FreeCells.ShouldBe(6);
        _ledger.Release(first);
        _ledger.FreeCells.ShouldBe(7);
        _ledger.Release(second);
        _ledger.FreeCells.ShouldBe(10);
        _ledger.FreeSequences.ShouldBe(4);
    }

    [Fact]
    public void The_sequence_that_shares_most_with_a_prompt_is_found()
    {
        Sequence(1, 2, 3);
        var closest = Sequence(1, 2, 4, 5);

        _ledger.LongestPrefix([1, 2, 4, 6]).ShouldBe((closest, 3));
        _ledger.LongestPrefix([7]).ShouldBe((-1, 0));
        _ledger.LongestPrefix([]).ShouldBe((-1, 0));
    }

    [Fact]
    public void Of_what_is_kept_the_longest_unused_comes_first()
    {
        var (one, two) = (Sequence(1), Sequence(2));
        Sequence(3);
        _ledger.Keep(one);
        _ledger.Keep(two);
        _ledger.Kept.ShouldBe([one, two]);

        _ledger.LongestPrefix([1, 5]);

        _ledger.Kept.ShouldBe([two, one]);
        _ledger.KeptCells.ShouldBe(2);
    }

    private int Sequence(params int[] tokens)
    {
        var sequence = _ledger.Take();
        foreach (var token in tokens)
        {
            _ledger.Append(sequence, token);
        }

        return sequence;
    }
}
