namespace Mact.DevServices.Model.Engine;

/// <summary>FNV-1a over UTF-16 units or numbers: the same on every machine and in every process.</summary>
internal static class StableHash
{
    /// <summary>The hash of nothing.</summary>
    public const ulong Start = 14695981039346656037;

    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<char> text) => Add(Start, text);

    public static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
        {
            hash = Add(hash, unit);
        }

        return hash;
    }

    public static ulong Add(ulong hash, long number) => unchecked((hash ^ (ulong)number) * Prime);

    /// <summary>Spreads a hash over all its bits.</summary>
    public static ulong Mix(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
            hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
            return hash ^ (hash >> 33);
        }
    }
}
