using Mact.Core.Voting;

namespace Mact.Worker.Agents.Tools;

/// <summary>
/// How many programs to draw next. Normally all at once; with adaptive sampling a bare majority first, and then more only while
/// the result in the lead can still be overtaken or caught up with.
/// </summary>
internal sealed class SamplePlan(int samples, bool adaptive)
{
    private const int SmallestUseful = 3;

    /// <summary>Zero when enough have been drawn.</summary>
    public int Next(IReadOnlyList<ExecutedProgram> drawn)
    {
        var left = samples - drawn.Count;
        if (!adaptive || samples < SmallestUseful)
        {
            return left;
        }

        if (drawn.Count == 0)
        {
            return samples / 2 + 1;
        }

        var groups = drawn
            .Where(program => program.Result is not null)
            .GroupBy(program => CanonicalForm.OfResult(program.Result!, ordered: false).Key, StringComparer.Ordinal)
            .Select(group => group.Count())
            .OrderDescending()
            .ToList();
        var lead = groups.FirstOrDefault() - groups.Skip(1).FirstOrDefault();
        return left > 0 && lead <= left ? (left + 1) / 2 : 0;
    }
}
