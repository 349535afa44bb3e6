using System.Reflection;

namespace Mact.Core.Redis;

/// <summary>The Lua scripts; the files have the details.</summary>
internal static class Script
{
    public const string IncludeCommon = "-- include: common";

    public static readonly string Submit = Load("submit");
    public static readonly string Claim = Load("claim");
    public static readonly string Start = Load("start");
    public static readonly string Append = Load("append");
    public static readonly string Renew = Load("renew");
    public static readonly string Finish = Load("finish");
    public static readonly string PutBack = Load("putback");
    public static readonly string Drop = Load("drop");
    public static readonly string Cancel = Load("cancel");
    public static readonly string RetryDead = Load("retry_dead");
    public static readonly string Inspect = Load("inspect");
    public static readonly string Beat = Load("beat");
    public static readonly string Expired = Load("expired");
    public static readonly string PutTable = Load("put_table");
    public static readonly string PutPart = Load("put_part");
    public static readonly string Delete = Load("delete");

    private static string Load(string name)
    {
        var text = Read(name);
        return text.StartsWith(IncludeCommon, StringComparison.Ordinal) ? Read("common") + text : text;
    }

    private static string Read(string name) => Read(typeof(Script).Assembly, $"{typeof(Script).Namespace}.Scripts.{name}.lua");

    /// <summary>The text of an embedded script of any part that keeps something of its own on Redis.</summary>
    public static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
