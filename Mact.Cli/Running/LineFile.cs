namespace Mact.Cli.Running;

/// <summary>Files to which lines are appended, and which a crash may have cut.</summary>
internal static class LineFile
{
    /// <summary>Opens for appending; a line that a crash cut is not continued by the next one.</summary>
    public static StreamWriter Append(string path)
    {
        var cut = EndsInsideOfALine(path);
        var writer = new StreamWriter(path, append: true) { NewLine = "\n" };
        if (cut)
        {
            writer.WriteLine();
        }

        return writer;
    }

    private static bool EndsInsideOfALine(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        if (stream.Length == 0)
        {
            return false;
        }

        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != '\n';
    }
}
