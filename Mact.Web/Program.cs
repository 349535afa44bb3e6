using Mact.ServiceDefaults;
using Mact.Web;
using Mact.Web.Access;

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);

// Without this, a process started from build output in Production serves the framework's script and component styles as empty files.
builder.WebHost.UseStaticWebAssets();

builder.AddServiceDefaults();
var auth = builder.AddAccess();
builder.Services.AddOptions<UploadOptions>().BindConfiguration(UploadOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ExampleCatalog>();
builder.Services.AddApiAccess();
builder.Services.AddLanguages();
builder.Services.AddScoped<Messages>();
builder.Services.AddRazorComponents().AddInteractiveServerComponents()
    .AddHubOptions(static hub => hub.MaximumReceiveMessageSize = 256 * 1024); // A long context paragraph or program; tables do not come this way.

return await ServiceHost.RunAsync(builder, app =>
{
    app.UseSecurityHeaders(auth.Authority);
    app.UseRequestLocalization();
    app.UseExceptionHandler("/error", createScopeForErrors: true);
    app.UseStatusCodePagesWithReExecute("/not-found");
    app.UseAccess(auth);
    app.UseAntiforgery();
    app.MapStaticAssets().AllowAnonymous();
    app.MapUploads();
    app.MapExport();
    app.MapResult();
    app.MapEvaluationExports();
    app.MapLanguages();
    app.MapSignIn(auth);
    app.MapRazorComponents<App>().AddInteractiveServerRenderMode(
        static mode => mode.ContentSecurityFrameAncestorsPolicy = null); // SecurityHeaders says it for every response.
    app.MapDefaultEndpoints();
});
