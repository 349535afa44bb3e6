namespace Mact.EndToEnd.Tests.Stack;

/// <summary>Tests that take longer than a quick check may.</summary>
internal static class LongForm
{
    public static void Only() => Assert.SkipUnless(Environment.GetEnvironmentVariable("MACT_LONG") == "1", "Part of the long form: set MACT_LONG=1.");
}
