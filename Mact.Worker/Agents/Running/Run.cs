using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Running;

/// <summary>Everything that one run works with.</summary>
internal sealed class Run(Question question, RunLog log, ModelCaller caller, PromptBuilder prompts, Workbench workbench, SqlGate gate, AgentOptions settings)
{
    public Question Question { get; } = question;

    public QuestionOptions Options => Question.Options;

    public RunLog Log { get; } = log;

    public ModelCaller Caller { get; } = caller;

    public PromptBuilder Prompts { get; } = prompts;

    public Workbench Workbench { get; } = workbench;

    public ProgramRunner Programs { get; } = new(workbench, gate);

    public AgentOptions Settings { get; } = settings;

    /// <summary>The question's own tables.</summary>
    public IReadOnlyList<Table> Tables => Workbench.Originals;
}
