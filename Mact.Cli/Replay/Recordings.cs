using Mact.Evaluation.Reporting;
using Mact.Core.Questions;

namespace Mact.Cli.Replay;

/// <summary>The recorded questions of an earlier evaluation.</summary>
internal sealed class Recordings
{
    private readonly Dictionary<string, Recording> _byKey;

    public Recordings(IEnumerable<Recording> recordings)
    {
        _byKey = new(StringComparer.Ordinal);
        foreach (var recording in recordings)
        {
            _byKey[recording.Key] = recording;
        }

        Arms = [.. _byKey.Keys.Select(ArmOf).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What was measured, in order of recording.</summary>
    public IReadOnlyList<string> Arms { get; }

    /// <summary>The recording of a row. An arm that was not recorded (an experiment's) takes the first one's replies.</summary>
    public Recording? Find(string arm, int row, int repeat) => _byKey.GetValueOrDefault(ItemJudgement.KeyOf(SourceOf(arm), row, repeat));

    /// <summary>The options that an arm was recorded with.</summary>
    public QuestionOptions OptionsOf(string arm)
    {
        var source = SourceOf(arm);
        return _byKey.Values.Where(recording => ArmOf(recording.Key) == source).MinBy(static recording => RepeatOf(recording.Key))?.Options ?? new QuestionOptions();
    }

    private string SourceOf(string arm) => Arms.Contains(arm, StringComparer.Ordinal) ? arm : Arms[0];

    // The key ends in /row/repeat; what stands before is the arm's name.
    private static string ArmOf(string key) => string.Join('/', key.Split('/')[..^2]);

    private static int RepeatOf(string key) => int.Parse(key.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
}
