namespace Mact.Core.Questions;

/// <summary>
/// The smallest winning share among the votes that an answer depends on: executed results in canonical form over samples
/// asked, failures included. "2 of 5".
/// </summary>
/// <param name="Votes">Samples behind the winner.</param>
/// <param name="Of">Samples asked.</param>
/// <param name="Step">The step that the share comes from; 0 where no step was executed.</param>
/// <param name="Executed">The share counts executed results, not merely what the planner wrote.</param>
public sealed record Agreement(int Votes, int Of, int Step, bool Executed)
{
    /// <summary>Votes / Of, 0 to 1.</summary>
    public double Share => Of == 0 ? 0 : (double)Votes / Of;
}
