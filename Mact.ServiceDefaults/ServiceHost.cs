using Microsoft.AspNetCore.Builder;

namespace Mact.ServiceDefaults;

/// <summary>How every service begins.</summary>
public static class ServiceHost
{
    private const string Settings = "appsettings.json";

    /// <summary>
    /// A builder whose content root is the folder of the program, so that a published service finds its settings and static files
    /// whatever directory it is started from.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        PlainConsole.Use();

        // A test host has its own idea of the content root and keeps it; so does whoever sets it by hand.
        var given = args.Any(static argument => argument.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase))
            || Environment.GetEnvironmentVariable("ASPNETCORE_CONTENTROOT") is not null;
        return given || !File.Exists(Path.Combine(AppContext.BaseDirectory, Settings))
            ? WebApplication.CreateBuilder(args)
            : WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    }
}
