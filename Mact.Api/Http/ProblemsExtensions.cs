using Mact.Core.Questions;
using Microsoft.AspNetCore.Diagnostics;

namespace Mact.Api.Http;

/// <summary>Errors leave the Api as problem details, wherever they arise.</summary>
internal static class ProblemsExtensions
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();

        // A parameter that does not bind is thrown, so that the handler above can say which one it is.
        builder.Services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(static context =>
            KnownProblems.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }
}

/// <summary>Every exception that leaves an endpoint becomes a problem in words; only faults of our own become a 500, and are logged.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    // nginx's "client closed request": nobody reads it, but access logs do not show a failure of the server.
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        await ToProblem(exception).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemResult ToProblem(Exception exception)
    {
        switch (exception)
        {
            case RequestRefusedException { Problem.Status: >= StatusCodes.Status500InternalServerError, InnerException: { } cause } refused:
                Log.Unavailable(logger, refused.Problem.Title, cause);
                return refused.Problem;
            case RequestRefusedException refused:
                return refused.Problem;
            case StoreUnavailableException unavailable:
                Log.StoreUnavailable(logger, unavailable.Message);
                return KnownProblems.StoreUnavailable(unavailable);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return KnownProblems.BodyTooLarge;
            case BadHttpRequestException bad:
                return KnownProblems.OfStatus(bad.StatusCode, bad.Message);
            default:
                Log.Fault(logger, exception);
                return KnownProblems.OfStatus(StatusCodes.Status500InternalServerError);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The store is not available: {Reason}")]
        public static partial void StoreUnavailable(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
        public static partial void Unavailable(ILogger logger, string problem, Exception cause);

        [LoggerMessage(Level = LogLevel.Error, Message = "A request failed by a fault of the Api")]
        public static partial void Fault(ILogger logger, Exception exception);
    }
}
