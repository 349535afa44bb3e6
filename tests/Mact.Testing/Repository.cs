namespace Mact.Testing;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder with the solution, found upwards from the test's own output.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Mact.Aspire.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Mact.Aspire.sln in or above {AppContext.BaseDirectory}.");
    }
}
