namespace Mact.AppHost.Embedded.Dashboard.Logs;

/// <summary>The latest lines of one resource, bounded by count and by characters. Not safe for several threads: its store locks.</summary>
internal sealed class ResourceLog(int maxLines, long maxCharacters)
{
    private readonly Queue<LogLine> _lines = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Of all kept lines.</summary>
    public long Characters { get; private set; }

    /// <summary>Lines that had to go.</summary>
    public long Dropped { get; private set; }

    public void Add(LogLine line)
    {
        _lines.Enqueue(line);
        Characters += line.Text.Length;
        while (_lines.Count > maxLines || Characters > maxCharacters)
        {
            Characters -= _lines.Dequeue().Text.Length;
            Dropped++;
        }
    }
}
