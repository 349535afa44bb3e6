using Mact.Core.Prompts;
using Mact.Core.Questions;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Prompting;

/// <summary>Writes the prompts of one run. What a run shows of its tables is rendered once.</summary>
internal sealed class PromptBuilder(Question question, IReadOnlyList<Table> tables, AgentOptions options, bool search)
{
    private readonly Dictionary<int, IReadOnlyList<PromptTable>> _rendered = [];

    /// <summary>The next steps, from the scratchpad.</summary>
    public Prompt Plan(IReadOnlyList<PromptStep> steps, IReadOnlyList<string> hints, double share) => Build(
        PromptCatalog.Plan(PromptCatalog.KindOf(question), search),
        Envelope(PromptTask.Plan, options.TableTokens, share) with { Steps = steps, Hints = hints });

    /// <summary>The best of candidate steps.</summary>
    public Prompt Judge(IReadOnlyList<PromptStep> steps, IReadOnlyList<string> candidates, double share) => Build(
        PromptCatalog.Of(PromptTask.Judge),
        Envelope(PromptTask.Judge, options.TableTokens, share) with { Steps = steps, Hints = candidates });

    /// <summary>An answer without tools.</summary>
    public Prompt Direct(IReadOnlyList<PromptStep> steps, double share) => Build(
        PromptCatalog.Of(PromptTask.Direct),
        Envelope(PromptTask.Direct, options.TableTokens, share) with { Steps = steps });

    /// <summary>A program for an instruction.</summary>
    /// <param name="task">Code or repair.</param>
    /// <param name="derived">Results of earlier steps, as tables.</param>
    /// <param name="steps">The scratchpad.</param>
    /// <param name="instruction">What is to be computed.</param>
    /// <param name="hints">How tables join; programs that failed.</param>
    /// <param name="share">Share of the normal size of tables.</param>
    public Prompt Code(
        PromptTask task, IReadOnlyList<Table> derived, IReadOnlyList<PromptStep> steps, string instruction, IReadOnlyList<string> hints, double share)
    {
        var envelope = Envelope(task, options.CodeTableTokens, share);
        return Build(PromptCatalog.Of(task), envelope with
        {
            Tables = [.. envelope.Tables, .. TableRendering.Render(derived, question.Text, (int)(options.CodeTableTokens * share / 2))],
            Steps = steps,
            Instruction = instruction,
            Hints = hints,
        });
    }

    private PromptEnvelope Envelope(PromptTask task, int tokens, double share)
    {
        var budget = (int)(tokens * share);
        if (!_rendered.TryGetValue(budget, out var shown))
        {
            shown = TableRendering.Render(tables, question.Text, budget);
            _rendered.Add(budget, shown);
        }

        return new(task, shown, question.Context, question.Text, []);
    }

    private static Prompt Build(string instructions, PromptEnvelope envelope) => new(
        [new("system", [instructions]), new("user", PromptEnvelopeWriter.Write(envelope))]);
}
