using Mact.Api.Problems;

namespace Mact.Api.Http;

/// <summary>What a browser needs to be told, and what it is not allowed to be used for.</summary>
internal static class SecurityHeaders
{
    /// <summary>
    /// Adds nosniff and its like to every response, and refuses what a foreign page makes a browser send: the Api knows no users, so a page
    /// on the internet could otherwise ask questions, and spend money, through the browser of someone who has Mact running.
    /// </summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-site";
        if (IsFromForeignPage(context.Request))
        {
            await new ProblemResult(
                StatusCodes.Status403Forbidden,
                ProblemCodes.CrossSite,
                "Another web site may not do this",
                "The browser says that the request comes from a page of another site. Send it from a program, or from the page of this Mact.").ExecuteAsync(context);
            return;
        }

        await next(context);
    });

    private static bool IsFromForeignPage(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && string.Equals(request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase);
}
