using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Worker.Agents.Running;

/// <summary>
/// Seeds from content, so that a run can be repeated: the same question on the same tables asks with the same seeds. Sample i of
/// a request is drawn with the base plus i, and bases are a block of seeds apart, so that no two requests overlap.
/// </summary>
public static class SeedSequence
{
    /// <summary>Seeds that belong to one sampling point; more than the samples that an option allows, top-ups included.</summary>
    public const int Block = 1024;

    /// <summary>The seed of sample 0 of a sampling point: 0 to 2^63 - 1024, a multiple of <see cref="Block"/>.</summary>
    /// <param name="question">Its text, tables and user seed count; its id does not.</param>
    /// <param name="step">From 1.</param>
    /// <param name="purpose">What is asked for.</param>
    /// <param name="draw">Which draw for that step and purpose: a new attempt is a new draw.</param>
    public static long Base(Question question, int step, CallPurpose purpose, int draw)
    {
        ArgumentNullException.ThrowIfNull(question);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{question.Options.Seed}\n{step}\n{purpose}\n{draw}\n");
        foreach (var table in question.Tables)
        {
            text.Append(table.Id).Append('\n');
        }

        text.Append(question.Text);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return BinaryPrimitives.ReadInt64BigEndian(hash) & long.MaxValue & ~(Block - 1L);
    }
}
