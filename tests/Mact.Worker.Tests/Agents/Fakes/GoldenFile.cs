
namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>Texts that must not change unseen. Run with MACT_UPDATE_GOLDEN=1 to accept a change, and read the diff before committing it.</summary>
internal static class GoldenFile
{
    public static void ShouldMatch(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", "Mact.Worker.Tests", "Agents", "Golden", name);
        if (string.Equals(Environment.GetEnvironmentVariable("MACT_UPDATE_GOLDEN"), "1", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        File.Exists(path).ShouldBeTrue($"{name} is missing; run with MACT_UPDATE_GOLDEN=1");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(actual);
    }
}
