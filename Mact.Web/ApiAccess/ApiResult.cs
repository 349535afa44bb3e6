namespace Mact.Web.ApiAccess;

/// <summary>What a request to the Api came to: a value, or a problem in words. Never an exception for what a person can act on.</summary>
public abstract record ApiResult<T>
{
    private ApiResult()
    {
    }

    /// <summary>The Api did what was asked.</summary>
    public sealed record Ok(T Value) : ApiResult<T>;

    /// <summary>The Api refused, or could not be reached.</summary>
    public sealed record Failed(ApiProblem Problem) : ApiResult<T>;
}
