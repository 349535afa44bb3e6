using System.Text;
using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Selection;

/// <summary>Plans that propose the same action, in nearly the same words.</summary>
/// <param name="Plans">In order of sample; the first stands for all.</param>
internal sealed record ActionCluster(IReadOnlyList<ParsedPlan> Plans)
{
    public ParsedPlan First => Plans[0];

    public ActionKind Kind => First.Kind!.Value;

    /// <summary>As a record lists it: what planners propose is guessed, never executed.</summary>
    public VoteOption Option => new(
        ActionNames.Display(Kind, First.Argument), Plans.Count, [], [.. Plans.Select(plan => plan.Sample.Index)]);

    /// <summary>The best mean log-probability among its plans.</summary>
    public double Logprob => Plans.Max(plan => plan.MeanLogprob) ?? double.NegativeInfinity;
}

/// <summary>
/// Puts plans together that propose the same: equal answers for Finish, equal expressions for Calculate, else instructions that
/// share four fifths of their words (token-set Jaccard), numbers and articles aside.
/// </summary>
internal static class ActionClusters
{
    private const double Similar = 0.8;

    /// <summary>As a record lists a choice among them: the winner, then the others by their plans.</summary>
    public static IReadOnlyList<VoteOption> Options(IReadOnlyList<ActionCluster> clusters, ActionCluster winner) =>
    [
        winner.Option,
        .. clusters.Where(cluster => !ReferenceEquals(cluster, winner)).OrderByDescending(cluster => cluster.Plans.Count)
            .Select(cluster => cluster.Option),
    ];

    /// <summary>Clusters in order of their first sample. A plan joins the first cluster whose first plan it resembles.</summary>
    public static IReadOnlyList<ActionCluster> Of(IEnumerable<ParsedPlan> plans)
    {
        List<(Signature Signature, List<ParsedPlan> Plans)> clusters = [];
        foreach (var plan in plans.Where(plan => plan.IsValid).OrderBy(plan => plan.Sample.Index))
        {
            var signature = Signature.Of(plan);
            var cluster = clusters.Find(candidate => candidate.Signature.Resembles(signature));
            if (cluster.Plans is null)
            {
                clusters.Add((signature, [plan]));
            }
            else
            {
                cluster.Plans.Add(plan);
            }
        }

        return [.. clusters.Select(cluster => new ActionCluster(cluster.Plans))];
    }

    /// <summary>Whether two actions are the same one again.</summary>
    public static bool Same(ActionKind kind, string argument, ActionKind otherKind, string otherArgument) =>
        kind == otherKind && Signature.Of(kind, argument).IsSame(Signature.Of(otherKind, otherArgument));

    private sealed record Signature(ActionKind Kind, string? Exact, HashSet<string> Terms)
    {
        public static Signature Of(ParsedPlan plan) => Of(plan.Kind!.Value, plan.Argument);

        public static Signature Of(ActionKind kind, string argument) => kind switch
        {
            ActionKind.Finish => new(kind, CanonicalForm.OfText(argument).Key, []),
            ActionKind.Calculate => new(kind, string.Concat(argument.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant(), []),
            _ => new(kind, null, Tokens(argument)),
        };

        public bool Resembles(Signature other)
        {
            if (Kind != other.Kind || Exact is not null)
            {
                return IsSame(other);
            }

            var shared = Terms.Count(other.Terms.Contains);
            var all = Terms.Count + other.Terms.Count - shared;
            return all == 0 || shared >= Similar * all && SameNumbers(other);
        }

        public bool IsSame(Signature other) => Kind == other.Kind && Exact == other.Exact && Terms.SetEquals(other.Terms);

        // "after 1990" and "after 1991" share most words and are different actions.
        private bool SameNumbers(Signature other) =>
            Terms.Where(IsNumber).ToHashSet(StringComparer.Ordinal).SetEquals(other.Terms.Where(IsNumber));

        private static bool IsNumber(string word) => char.IsAsciiDigit(word[0]) || word[0] == '-' && word.Length > 1;

        private static HashSet<string> Tokens(string text)
        {
            HashSet<string> words = new(StringComparer.Ordinal);
            var word = new StringBuilder();
            foreach (var c in text.Length > 4_000 ? text[..4_000] : text)
            {
                // Points and commas inside numbers stay; all other punctuation separates words. "<" and ">" are meaning.
                if (char.IsLetterOrDigit(c) || c is '.' or ',' && word.Length > 0 && char.IsAsciiDigit(word[0]))
                {
                    word.Append(char.ToLowerInvariant(c));
                    continue;
                }

                Flush(words, word);
                if (c is '<' or '>' or '=')
                {
                    words.Add(c.ToString());
                }
            }

            Flush(words, word);
            return words;
        }

        private static void Flush(HashSet<string> words, StringBuilder word)
        {
            var text = word.ToString().TrimEnd('.', ',');
            word.Clear();
            if (text.Length > 0 && text is not ("a" or "an" or "the"))
            {
                words.Add(CanonicalForm.OfText(text) is { Shape: CanonicalShape.Scalar } form ? form.Key : text);
            }
        }
    }
}
