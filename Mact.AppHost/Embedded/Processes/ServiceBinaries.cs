namespace Mact.AppHost.Embedded.Processes;

/// <summary>Where the build put the services: beside the AppHost, one folder for each project and configuration.</summary>
internal static class ServiceBinaries
{
    /// <summary>The assembly of a project, built in the AppHost's own configuration.</summary>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static FileInfo Find(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var file = new FileInfo(Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll"));
        return file.Exists
            ? file
            : throw new FileNotFoundException($"{project} is not built for '{own.Name}'. Start with 'dotnet run --project Mact.AppHost', which builds everything.", file.Name);
    }
}
