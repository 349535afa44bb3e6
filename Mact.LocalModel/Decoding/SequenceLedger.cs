using System.Runtime.InteropServices;

namespace Mact.LocalModel.Decoding;

/// <summary>
/// The book of the model's memory: which sequence has which tokens, and which of them share cells. Pure; the native memory does the same without
/// telling, so what is written here decides what may be asked of it.
/// </summary>
/// <param name="sequences">Sequences at once.</param>
/// <param name="cells">Tokens that they can hold together.</param>
internal sealed class SequenceLedger(int sequences, int cells)
{
    private readonly Entry?[] _entries = new Entry?[sequences];
    private readonly int[] _sharers = new int[cells];
    private readonly Stack<int> _freeCells = new(Enumerable.Range(0, cells).Reverse());
    private long _clock;

    public int FreeCells => _freeCells.Count;

    /// <summary>Cells of the sequences that nobody works on.</summary>
    public int KeptCells => _entries.Where(static entry => entry is { IsKept: true }).SelectMany(static entry => entry!.Cells).Distinct().Count();

    public int FreeSequences => _entries.Count(static entry => entry is null);

    /// <summary>The sequences that nobody works on, the longest unused first.</summary>
    public IEnumerable<int> Kept => Enumerable.Range(0, sequences)
        .Where(sequence => _entries[sequence] is { IsKept: true })
        .OrderBy(sequence => _entries[sequence]!.UsedAt);

    /// <summary>Takes a free sequence; there is one.</summary>
    public int Take()
    {
        var sequence = Array.IndexOf(_entries, null);
        _entries[sequence] = new Entry();
        return sequence;
    }

    /// <summary>Tokens in a sequence.</summary>
    public int Length(int sequence) => _entries[sequence]!.Tokens.Count;

    /// <summary>Lets an empty sequence share the first tokens of another.</summary>
    public void Fork(int from, int to, int count)
    {
        var (source, target) = (_entries[from]!, _entries[to]!);
        target.Tokens.AddRange(source.Tokens[..count]);
        target.Cells.AddRange(source.Cells[..count]);
        foreach (var cell in target.Cells)
        {
            _sharers[cell]++;
        }

        source.UsedAt = ++_clock;
    }

    /// <summary>Adds a token, which takes a free cell; there is one.</summary>
    public void Append(int sequence, int token)
    {
        var cell = _freeCells.Pop();
        _sharers[cell] = 1;
        _entries[sequence]!.Tokens.Add(token);
        _entries[sequence]!.Cells.Add(cell);
    }

    /// <summary>Keeps a sequence that is done for prompts that begin alike.</summary>
    public void Keep(int sequence)
    {
        _entries[sequence]!.IsKept = true;
        _entries[sequence]!.UsedAt = ++_clock;
    }

    /// <summary>Frees a sequence, and the cells that no other shares.</summary>
    public void Release(int sequence)
    {
        foreach (var cell in _entries[sequence]!.Cells)
        {
            if (--_sharers[cell] == 0)
            {
                _freeCells.Push(cell);
            }
        }

        _entries[sequence] = null;
    }

    /// <summary>The sequence that shares most tokens with the beginning of a prompt, and how many; (-1, 0) where none shares any.</summary>
    public (int Sequence, int Count) LongestPrefix(ReadOnlySpan<int> prompt)
    {
        var best = (Sequence: -1, Count: 0);
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            if (_entries[sequence] is { } entry)
            {
                var count = prompt.CommonPrefixLength(CollectionsMarshal.AsSpan(entry.Tokens));
                best = count > best.Count ? (sequence, count) : best;
            }
        }

        if (best.Sequence >= 0)
        {
            _entries[best.Sequence]!.UsedAt = ++_clock;
        }

        return best;
    }

    private sealed class Entry
    {
        public List<int> Tokens { get; } = [];

        public List<int> Cells { get; } = [];

        public bool IsKept { get; set; }

        public long UsedAt { get; set; }
    }
}
