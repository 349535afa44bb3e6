namespace Mact.DevServices.Model.Engine;

/// <summary>
/// The prefix cache: full blocks of 16 tokens, each named by a hash chained over all tokens before it, dropped least recently used first.
/// Not safe for concurrent use.
/// </summary>
internal sealed class PrefixCache(int capacityTokens)
{
    /// <summary>Tokens in a block.</summary>
    public const int BlockSize = 16;

    private readonly int _capacity = Math.Max(1, capacityTokens / BlockSize);
    private readonly Dictionary<ulong, LinkedListNode<ulong>> _blocks = [];
    private readonly LinkedList<ulong> _recent = [];

    /// <summary>The names of a prompt's full blocks. The salt is part of the first, so it isolates.</summary>
    public static IReadOnlyList<ulong> BlocksOf(IReadOnlyList<int> tokens, string? salt)
    {
        var blocks = new ulong[tokens.Count / BlockSize];
        var hash = StableHash.Of(salt);
        for (var i = 0; i < blocks.Length * BlockSize; i++)
        {
            hash = StableHash.Add(hash, tokens[i]);
            if ((i + 1) % BlockSize == 0)
            {
                blocks[i / BlockSize] = StableHash.Mix(hash);
            }
        }

        return blocks;
    }

    /// <summary>The most tokens of a prompt that can come from the cache: the last token is always computed.</summary>
    public static int MostCached(int promptTokens) => (promptTokens - 1) / BlockSize * BlockSize;

    /// <summary>Looks a prompt up and then holds its blocks, as scheduling it does.</summary>
    /// <returns>How many of its tokens were there.</returns>
    public int Use(IReadOnlyList<ulong> blocks, int promptTokens)
    {
        var hits = 0;
        while (hits < blocks.Count && _blocks.ContainsKey(blocks[hits]))
        {
            hits++;
        }

        // The last block first, so that of one prompt the beginning is dropped last.
        for (var i = blocks.Count - 1; i >= 0; i--)
        {
            Touch(blocks[i]);
        }

        return Math.Min(hits * BlockSize, MostCached(promptTokens));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _blocks.Clear();
        _recent.Clear();
    }

    private void Touch(ulong block)
    {
        if (_blocks.TryGetValue(block, out var node))
        {
            _recent.Remove(node);
            _recent.AddFirst(node);
            return;
        }

        _blocks.Add(block, _recent.AddFirst(block));
        if (_blocks.Count > _capacity)
        {
            _blocks.Remove(_recent.Last!.Value);
            _recent.RemoveLast();
        }
    }
}
