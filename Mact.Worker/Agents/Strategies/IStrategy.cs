using Mact.Core.Questions;

namespace Mact.Worker.Agents.Strategies;

/// <summary>A procedure that answers a question.</summary>
internal interface IStrategy
{
    Task<Outcome> RunAsync(CancellationToken cancellationToken);
}
