namespace Mact.EndToEnd.Tests.Stack;

/// <summary>What the build made of the services.</summary>
internal static class BuildOutput
{
    /// <summary>The assembly of a project: beside this one in the artifacts folder, built in the same configuration.</summary>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static string Of(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var assembly = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll");
        return File.Exists(assembly) ? assembly : throw new FileNotFoundException($"{assembly} has not been built.");
    }
}
