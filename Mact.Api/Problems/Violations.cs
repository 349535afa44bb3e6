namespace Mact.Api.Problems;

/// <summary>Collects everything that is wrong with a request, so that it can be mended in one go.</summary>
internal sealed class Violations
{
    private readonly List<(string Field, string Code, string Title, string Message)> _found = [];

    /// <summary>Notes something wrong. The first one gives the problem its code and title.</summary>
    public void Add(string field, string code, string title, string message) => _found.Add((field, code, title, message));

    /// <summary>Ends the request if anything is wrong with it.</summary>
    /// <exception cref="RequestRefusedException">Something was noted.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0)
        {
            return;
        }

        var (_, code, title, _) = _found[0];
        throw new RequestRefusedException(ProblemResult.BadRequest(code, title, string.Join(' ', _found.Select(static found => found.Message))) with
        {
            Errors = _found
                .GroupBy(static found => found.Field, StringComparer.Ordinal)
                .ToDictionary(static field => field.Key, static field => field.Select(static found => found.Message).ToArray(), StringComparer.Ordinal),
        });
    }
}
