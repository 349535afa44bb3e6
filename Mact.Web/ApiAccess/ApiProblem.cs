namespace Mact.Web.ApiAccess;

/// <summary>Why a request gave nothing, as it is shown to a person.</summary>
/// <param name="Status">HTTP status; 0 where no response came.</param>
/// <param name="Title">What happened, in a few words.</param>
/// <param name="Detail">What was tried and what to do next.</param>
public sealed record ApiProblem(int Status, string Title, string Detail)
{
    /// <summary>The thing that was asked for is not there.</summary>
    public bool IsNotFound => Status == StatusCodes.Status404NotFound;

    /// <summary>When it may be worth another try; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Title and detail as one sentence or two.</summary>
    public string InWords => Detail.Length == 0 ? Title : $"{Title.TrimEnd('.')}. {Detail}";

    /// <summary>The Api process did not answer at all.</summary>
    public static ApiProblem Unreachable { get; } = new(
        0,
        "The Api does not answer",
        "It may still be starting, or it has stopped. Nothing that you entered is lost; try again in a moment, and look at the log of the api process if it stays so.");
}
