namespace Mact.DevServices.Reader.Language;

/// <summary>One word of a text.</summary>
/// <param name="Text">Lower case, without accents; of a number, the digits without thousands separators.</param>
/// <param name="Stem">The text without a plural ending: what values are compared by.</param>
/// <param name="Root">The text without its derivational ending ("producer", "produced" → "produc"): what headers are compared by.</param>
/// <param name="Number">Its value where it is a number, a number word or an ordinal.</param>
/// <param name="Start">Where it starts in the original text.</param>
/// <param name="End">Where it ends in the original text, exclusive.</param>
internal sealed record Word(string Text, string Stem, string Root, double? Number, int Start, int End)
{
    /// <summary>An ordinal ("3rd", "third"), rather than a count.</summary>
    public bool IsOrdinal { get; init; }

    /// <summary>Whether the number is written so that it can be a calendar year.</summary>
    public bool IsYear => Number is >= 1000 and <= 2100 && Text.Length == 4 && !IsOrdinal;
}
