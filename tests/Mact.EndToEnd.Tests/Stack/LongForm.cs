namespace Mact.EndToEnd.Tests.Stack;

/// <summary>Tests that take longer than a quick check may.</summary>
internal static class LongForm
{
    public static bool IsOn => Environment.GetEnvironmentVariable("MACT_LONG") == "1";

    public static void Only() => Assert.SkipUnless(IsOn, "Part of the long form: set MACT_LONG=1.");
}
