namespace Mact.Worker.Agents.Prompting;

/// <summary>Which demonstrations a planner is shown.</summary>
internal enum PromptKind
{
    OneTable,
    SeveralTables,
    TableAndText,
    Claim,
}
