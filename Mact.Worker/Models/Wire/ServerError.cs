namespace Mact.Worker.Models.Wire;

/// <summary>An error as a server described it, whatever form it had.</summary>
/// <param name="Message">Its text; empty where there is none.</param>
/// <param name="Type">E.g. NotFoundError, invalid_request_error.</param>
/// <param name="Param">The field that is to blame.</param>
/// <param name="Code">A number or word.</param>
/// <param name="Status">The HTTP status that it stands for, where it says so; differs from the response's behind a proxy or queue.</param>
internal sealed record ServerError(string Message, string? Type = null, string? Param = null, string? Code = null, int? Status = null);
