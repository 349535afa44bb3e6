using System.Globalization;
using Mact.Evaluation.Reporting;

namespace Mact.Cli.Running;

/// <summary>One line that is written over: a bar, how many are done, how many are right, and how long the rest will take.</summary>
internal sealed class Progress(int total, int done, TimeProvider time)
{
    private const int Width = 30;
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private readonly int _before = done;
    private int _done = done;
    private int _right;

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Ended(ItemResult result)
    {
        lock (_lock)
        {
            _done++;
            _right += result.Correct ? 1 : 0;
            var share = (double)_done / total;
            var left = Elapsed * ((double)(total - _done) / (_done - _before));
            var bar = new string('#', (int)(share * Width)).PadRight(Width, '.');
            var line = string.Create(CultureInfo.InvariantCulture, $"[{bar}] {_done}/{total}, {_right} right, {Elapsed:mm\\:ss} gone, about {left:mm\\:ss} left");
            if (!Console.IsErrorRedirected)
            {
                Console.Error.Write("\r" + line);
                if (_done == total)
                {
                    Console.Error.WriteLine();
                }
            }
            else if (_done == total || _done % Math.Max(1, total / 10) == 0)
            {
                Console.Error.WriteLine(line);
            }
        }
    }
}
