using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenTelemetry;

namespace Mact.ServiceDefaults.Telemetry;

/// <summary>The trace of a question: it begins where that is asked and has its name, so that a list of traces is a list of questions.</summary>
public static class QuestionTrace
{
    /// <summary>The tag that names the trace; the request's own name ("POST /questions") gives way to it.</summary>
    internal const string NameTag = "mact.ask";

    private const int MaxLength = 60;

    private static readonly ActivitySource Source = new("Mact.Questions");

    /// <summary>
    /// Begins a trace of its own with the click that asks. What happens to be current there (a page's connection, a sweep over many
    /// questions) is not its parent. Null where nobody listens.
    /// </summary>
    public static Activity? Start(string question)
    {
        var current = Activity.Current;
        Activity.Current = null;
        var activity = Source.StartActivity(Name(question));
        if (activity is null)
        {
            Activity.Current = current;
        }

        return activity;
    }

    /// <summary>Names the current trace, where the current request is its first span: a question that comes from a program, without a page.</summary>
    public static void NameRequest(string question)
    {
        if (Activity.Current is { HasRemoteParent: false, Parent: null } request)
        {
            request.SetTag(NameTag, Name(question));
        }
    }

    /// <summary><c>ask "which librarian has …"</c>: one line, cut, without characters that could steer a terminal or turn the text round.</summary>
    public static string Name(string question)
    {
        StringBuilder text = new();
        var isGap = false;
        foreach (var rune in question.EnumerateRunes())
        {
            if (IsGap(rune))
            {
                isGap = true;
                continue;
            }

            var gap = isGap && text.Length > 0 ? " " : "";
            isGap = false;
            if (text.Length + gap.Length + rune.Utf16SequenceLength > MaxLength)
            {
                text.Append('…');
                break;
            }

            text.Append(gap).Append(rune);
        }

        return $"ask \"{text}\"";
    }

    private static bool IsGap(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}

/// <summary>Gives the first span of a question its name at its end, when the instrumentation of requests has given it its own.</summary>
internal sealed class QuestionTraceNames : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(QuestionTrace.NameTag) is string name)
        {
            data.DisplayName = name;
        }
    }
}
