using System.Numerics;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Sets of words of a question, one bit a word.</summary>
internal static class WordMask
{
    /// <summary>A question of more words is not read.</summary>
    public const int Limit = 64;

    public static ulong Of(int start, int end)
    {
        var mask = 0UL;
        for (var i = start; i < end; i++)
        {
            mask |= 1UL << i;
        }

        return mask;
    }

    public static bool Has(ulong mask, int index) => (mask & (1UL << index)) != 0;

    public static int Count(ulong mask) => BitOperations.PopCount(mask);
}
