namespace Mact.Api.Problems;

/// <summary>Ends the reading of a request from wherever the fault is found; becomes the response.</summary>
public sealed class RequestRefusedException : Exception
{
    public RequestRefusedException()
        : this("The request is refused.")
    {
    }

    public RequestRefusedException(string message)
        : this(message, null)
    {
    }

    public RequestRefusedException(string message, Exception? innerException)
        : base(message, innerException) =>
        Problem = ProblemResult.BadRequest(ProblemCodes.BadRequest, "The request cannot be understood", message);

    public RequestRefusedException(ProblemResult problem, Exception? innerException = null)
        : base(problem.Title, innerException) => Problem = problem;

    /// <summary>What the client is told.</summary>
    public ProblemResult Problem { get; }
}
