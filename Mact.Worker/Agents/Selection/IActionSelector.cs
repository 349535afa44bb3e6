namespace Mact.Worker.Agents.Selection;

/// <summary>A way of choosing the next action.</summary>
internal interface IActionSelector
{
    Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken);
}
