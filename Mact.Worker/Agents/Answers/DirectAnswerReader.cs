using System.Text.RegularExpressions;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Answers;

/// <summary>
/// Reads the final answer that a reply states, in whatever form it states it: an answer line, "the answer is", a value and nothing else, or a last
/// sentence that answers the question. What states none gives none: nothing is made up.
/// </summary>
public sealed partial class DirectAnswerReader(string question, CellIndex cells)
{
    private const int MaxReplyLength = 200_000;
    private const int MaxAnswerLength = 4_000;
    private const int MaxBareLength = 80;
    private const int MaxSentenceLength = 600;
    private readonly HashSet<string> _words = [.. Tokens(question)];
    private readonly bool _asksNumber = HowMany().IsMatch(question) || Number().IsMatch(question) && !Which().IsMatch(question);
    private readonly bool _asksTime = When().IsMatch(question);

    /// <summary>The answer, or null where the reply states none that is complete.</summary>
    public string? Read(Completion completion)
    {
        var text = ReplyText.Clean(completion.Text, MaxReplyLength).Trim();
        var answer = Labelled(text, completion.Status != CompletionStatus.Complete) ?? PlanParser.Parse(completion, 1).Sample.RolloutAnswer;
        if (answer is null && completion.Status == CompletionStatus.Complete)
        {
            answer = Bare(text) ?? Stated(LastSentence(text));
        }

        return answer is null || answer.Length is 0 or > MaxAnswerLength ? null : answer;
    }

    // "Answer: x" and "the answer is x": the last of them. In a reply that was cut, only one whose line is complete.
    private string? Labelled(string text, bool cut)
    {
        var line = AnswerLine().Matches(text).LastOrDefault(match => match.Groups["answer"].Value.Trim().Length > 0 || cells.Contains(Behind(match)));
        var phrase = AnswerIs().Matches(text).LastOrDefault(match => match.Groups["answer"].Value.Trim().Length > 0);
        var found = line is not null && (phrase is null || line.Index + line.Length >= phrase.Index) ? line : phrase;
        if (found is null || cut && found.Index + found.Length >= text.Length)
        {
            return null;
        }

        // Marks and quotes that a cell has are its own; a message of the engine's is no sentence to read an answer out of.
        if (ReferenceEquals(found, line) && Behind(line!) is var whole && (cells.Spell(whole) is not null || ToolFailure.IsMessage(whole)))
        {
            return whole;
        }

        var answer = Unmarked(found.Groups["answer"].Value);
        return ReferenceEquals(found, line) && cells.Contains(answer) ? answer : Value(answer);
    }

    private static string Behind(Match line) => line.Value[(line.Value.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();

    private string? Bare(string text)
    {
        var value = Unmarked(text);
        return text.Contains('\n', StringComparison.Ordinal) || value.Length is 0 or > MaxBareLength ? null
            : cells.Contains(value) || value.Split(' ').Length <= 2 && Copula().Count(value) == 0 && !Refusal().IsMatch(value) ? value
            : null;
    }

    /// <summary>The value at the start of what was written: without the reason behind it, and of several columns only the one that was asked
    /// for.</summary>
    private string? Value(string written)
    {
        if (written.StartsWith(NotUnderstood.Mark, StringComparison.OrdinalIgnoreCase) || cells.Contains(written))
        {
            return written;
        }

        var text = Unmarked(FirstSentence(written));
        var items = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (items.Length > 1)
        {
            // "Ray Woods; 38": values of one row. Only those that stand in a column together are a list.
            return cells.Contains(items[0]) ? string.Join("; ", items.Where((item, index) => index == 0 || cells.ShareColumn(items[0], item))) : text;
        }

        if (_asksNumber && Figure().Match(text) is { Success: true, Index: 0 } figure)
        {
            return figure.Value.Trim();
        }

        return text.Length == 0
            ? null
            : cells.Contains(text) ? text
            : WithoutArticle(text) ?? (Copula().IsMatch(text) ? Stated(text) ?? text : Trimmed(text));
    }

    // "The number of finalists was 12.", "Ana is the player who won": the side that does not repeat the question.
    private string? Stated(string sentence)
    {
        if (sentence.Length is 0 or > MaxSentenceLength || Refusal().IsMatch(sentence))
        {
            return null;
        }

        var text = Clause().Split(Lead().Replace(sentence, string.Empty))[0].Trim();
        var (side, score) = Side(text);
        if (_asksNumber && (Numbers(side ?? text) ?? Numbers(text)) is { } number)
        {
            return number;
        }

        return side is not null && score > 0 ? Trimmed(side) : Spotted(text);
    }

    private (string? Side, int Score) Side(string text)
    {
        string? best = null;
        var bestScore = 0;
        foreach (Match copula in Copula().Matches(text))
        {
            var (left, right) = (text[..copula.Index].Trim(), text[(copula.Index + copula.Length)..].Trim());
            var (onLeft, onRight) = (Overlap(left), Overlap(right));
            var there = There().IsMatch(left);
            var (side, score) = there || onLeft >= onRight ? (right, onLeft - onRight) : (left, onRight - onLeft);
            score = there ? Math.Max(1, onRight) : score;
            if (side.Length > 0 && score >= bestScore && Tokens(side).Any(word => !_words.Contains(word)))
            {
                (best, bestScore) = (side, score);
            }
        }

        return (best, bestScore);
    }

    // The longest beginning that is a cell; else up to where a reason or a remark begins.
    private string Trimmed(string side)
    {
        var text = Unmarked(side);
        if (Quoted().Match(text) is { Success: true } quoted)
        {
            return quoted.Groups["text"].Value;
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var length = words.Length; length > 0; length--)
        {
            var prefix = Unmarked(string.Join(' ', words[..length]));
            if (cells.Contains(prefix))
            {
                return prefix;
            }

            if (WithoutArticle(prefix) is { } bare)
            {
                return bare;
            }
        }

        var cut = Remark().Match(text);
        var value = Unmarked(cut.Success && cut.Index > 0 ? text[..cut.Index] : text);
        if (Spotted(text, whole: !Tokens(value).All(_words.Contains)) is { } spotted)
        {
            return spotted;
        }

        return Article().Match(value) is { Success: true } article && cells.Mentions(value[article.Length..]) ? value[article.Length..] : value;
    }

    private string? WithoutArticle(string text) =>
        Article().Match(text) is { Success: true } article && cells.Contains(text[article.Length..]) ? text[article.Length..] : null;

    /// <summary>The longest words of a sentence that stand in a table and not in the question; numbers and dates only where they are asked
    /// for.</summary>
    private string? Spotted(string text, bool whole = false)
    {
        var words = text.Split([' ', '(', ')', '"', '“', '”'], StringSplitOptions.RemoveEmptyEntries);
        string? mentioned = null;
        for (var length = Math.Min(8, words.Length); length > 0; length--)
        {
            for (var start = 0; start + length <= words.Length; start++)
            {
                var phrase = Unmarked(string.Join(' ', words[start..(start + length)]));
                if (!Tokens(phrase).Any() || Tokens(phrase).Any(_words.Contains) || !char.IsUpper(phrase[0]) && !char.IsAsciiDigit(phrase[0])
                    || !_asksNumber && !_asksTime && Dated().IsMatch(phrase))
                {
                    continue;
                }

                if (cells.Contains(phrase))
                {
                    return phrase;
                }

                mentioned = mentioned is null && !whole && !Article().IsMatch(phrase) && cells.Mentions(phrase) ? phrase : mentioned;
            }
        }

        return mentioned;
    }

    private string? Numbers(string text) => Figure().Matches(text)
        .Select(match => match.Value.TrimEnd('.', ',', ' '))
        .FirstOrDefault(number => !_words.Contains(number.ToLowerInvariant()));

    private int Overlap(string text) => Tokens(text).Distinct(StringComparer.Ordinal).Count(_words.Contains);

    private static IEnumerable<string> Tokens(string text) =>
        CellIndex.WordsOf(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !Small.Contains(word));

    private static readonly HashSet<string> Small = new(
        [
            "the", "a", "an", "of", "in", "on", "at", "to", "was", "is", "were", "are", "that", "which", "who", "what", "by", "for", "it", "this",
            "there", "and", "how",
        ],
        StringComparer.Ordinal);

    private static string LastSentence(string text)
    {
        var line = text.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? string.Empty;
        return Sentences().Split(line).LastOrDefault(part => part.Length > 0) ?? string.Empty;
    }

    private static string FirstSentence(string text) => Sentences().Split(text)[0];

    // Without list marks, quotes, emphasis and the final period; "M.D." and "D.C." keep theirs.
    private static string Unmarked(string text)
    {
        var value = text.Trim().TrimEnd(';', ':', ',').Trim();
        while (value.Length > 2 && value[0] == value[^1] && value[0] is '"' or '*' or '`' or '_')
        {
            value = value[1..^1].Trim();
        }

        value = value.EndsWith('.') && !Abbreviation().IsMatch(value) ? value[..^1].TrimEnd() : value;
        if (value.EndsWith("**", StringComparison.Ordinal) && value.IndexOf("**", StringComparison.Ordinal) == value.Length - 2)
        {
            // The other half of the mark stood before the label.
            value = value[..^2].TrimEnd();
        }

        return value.Length > 2 && value[0] == value[^1] && value[0] is '"' or '*' or '`' ? value[1..^1].Trim() : value;
    }

    [GeneratedRegex(
        @"^[ \t>#*-]*(final )?answer[ \t*]*:[ \t*]*(?<answer>[^\n]*)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        5000)]
    private static partial Regex AnswerLine();

    [GeneratedRegex(
        """\bthe[\s*]{1,5}(final\s|correct\s|right\s)?answer(\s(to|for)\s(the|this|your)\squestion(\s"[^"\n]{0,300}"|\s“[^”\n]{0,300}”)?)?([\s*]{1,5}(is|was|would\sbe)\b[\s*]{0,5}:?|[\s*]{0,5}:)[ \t*]*\n*[ \t]*(?<answer>[^\n]*)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex AnswerIs();

    [GeneratedRegex(@"\bhow (many|much)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex HowMany();

    [GeneratedRegex(@"^\s*(who|whom|whose|which|where|when|name)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Which();

    [GeneratedRegex(
        @"\b(when|years?|dates?|days?|months?|seasons?|time|century|decade)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex When();

    [GeneratedRegex(
        @"^[\W\d]+$|\b(january|february|march|april|may|june|july|august|september|october|november|december)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Dated();

    [GeneratedRegex(@"\b(number|amount|total|sum|difference|average|mean|count)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(is|was|are|were|became|becomes)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Copula();

    [GeneratedRegex(@"^(.*[,\s])?there$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex There();

    [GeneratedRegex(
        @"^\s*(step\s\d+:|\d+\.)?\s*(therefore|so|thus|hence|based on[^,]{0,200}|according to[^,]{0,200}|from [^,]{0,60}, we can see that)\b,?\s*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Lead();

    [GeneratedRegex(
        @";\s+(it|this|he|she|they)\b|,\s+(which|who|where|whose|so|because|since|as)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Clause();

    [GeneratedRegex(
        @",\s(with|which|who|where|as|because|since)\b|\s(with|which|who|because|since|from|in|on|at|as|became|becomes|after|before)\s|\s\(",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Remark();

    [GeneratedRegex("""^["“](?<text>[^"”\n]{1,200}?)[.,]?\s?["”]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(the|a|an)\s+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Article();

    [GeneratedRegex(@"(?<![\w.])[-+−]?[$€£]?\d[\d,]*(\.\d+)?\s?%?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Figure();

    [GeneratedRegex(
        @"(?<=[.!?][""”]?)(?<!\b[A-Z]\.)(?<!\b(Jr|Sr|St|Mr|Mrs|Ms|Dr|vs|No|Inc|Co|Ltd)\.)\s+(?=[A-Z""“])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\b[A-Z]\.$|\b(Jr|Sr|St|Inc|Co|Ltd|Bros)\.$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(
        @"\b(cannot|can't|can not|could not|couldn't|unable|not possible|impossible|no information|not enough|does not (say|contain|provide|show)|not (provided|given|shown|available|mentioned))\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Refusal();
}
