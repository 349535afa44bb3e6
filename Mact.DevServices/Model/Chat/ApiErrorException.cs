namespace Mact.DevServices.Model.Chat;

/// <summary>Ends the handling of a request with an error reply.</summary>
internal sealed class ApiErrorException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
