using Mact.Api.Problems;

namespace Mact.Api.Http;

/// <summary>Checks of query parameters.</summary>
internal static class Paging
{
    /// <summary>Checks that a number is within its range.</summary>
    /// <exception cref="RequestRefusedException">The value is out of range (400).</exception>
    public static void Require(string name, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidParameter, $"'{name}' is out of range", $"{name} is {value}; it must be from {least} to {most}."));
        }
    }
}
