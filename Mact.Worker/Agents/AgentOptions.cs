using System.ComponentModel.DataAnnotations;

namespace Mact.Worker.Agents;

/// <summary>How a worker runs its agents, whatever the question. Bound from section <c>Agents</c>.</summary>
public sealed class AgentOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Agents";

    /// <summary>Tokens (estimated) of the tables in a planning prompt; larger tables are shown in part.</summary>
    [Range(200, 1_000_000)]
    public int TableTokens { get; set; } = 6_000;

    /// <summary>Tokens (estimated) of the tables in a coding prompt.</summary>
    [Range(200, 1_000_000)]
    public int CodeTableTokens { get; set; } = 3_000;

    /// <summary>Tokens of one plan with its roll-out, at most.</summary>
    [Range(50, 100_000)]
    public int PlanMaxTokens { get; set; } = 1_500;

    /// <summary>Tokens of one program, at most.</summary>
    [Range(50, 100_000)]
    public int CodeMaxTokens { get; set; } = 1_000;

    /// <summary>Tokens of one direct answer with its reasoning, at most.</summary>
    [Range(50, 100_000)]
    public int DirectMaxTokens { get; set; } = 1_000;

    /// <summary>Tokens of the line that is asked for once more where a direct answer states none, at most.</summary>
    [Range(5, 10_000)]
    public int AnswerLineMaxTokens { get; set; } = 40;

    /// <summary>Begin replies for the model ("Thought 1:", "```sql SELECT", "Answer:") where its server goes on from there, so that their form is
    /// given and not hoped for.</summary>
    public bool BeginReplies { get; set; } = true;

    /// <summary>Tokens of one judgement, at most.</summary>
    [Range(50, 100_000)]
    public int JudgeMaxTokens { get; set; } = 500;

    /// <summary>Rows of an observation that the planner is shown; all rows stay in the derived table.</summary>
    [Range(1, 20)]
    public int ObservationRows { get; set; } = 20;

    /// <summary>Show the model the fixed instructions when the worker starts. For a model on this machine: elsewhere it costs money, or other
    /// people's time.</summary>
    public bool WarmUp { get; set; }

    /// <summary>Statements that run at once on this worker.</summary>
    [Range(1, 256)]
    public int ConcurrentSql { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 16);
}
