namespace Mact.Core.Questions;

/// <summary>Which procedure answers the question.</summary>
public enum Strategy
{
    /// <summary>Planner and coder, step by step.</summary>
    Agent,

    /// <summary>n chain-of-thought answers and a vote; no tool.</summary>
    Direct,

    /// <summary>n programs for the whole question and a vote on their results.</summary>
    Sql,

    /// <summary>Half direct answers, half programs, one vote.</summary>
    Mix,
}
