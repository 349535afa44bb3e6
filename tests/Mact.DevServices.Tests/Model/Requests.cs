namespace Mact.DevServices.Tests.Model;

/// <summary>Request bodies.</summary>
internal static class Requests
{
    public const string Plain = """{"model":"Qwen/Qwen3-8B","messages":[{"role":"user","content":"How many?"}]}""";

    /// <summary>The plain request with more fields, as JSON without braces.</summary>
    public static string With(string fields) => Plain[..^1] + "," + fields + "}";
}
