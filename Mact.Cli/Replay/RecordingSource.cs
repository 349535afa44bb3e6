using Mact.Cli.Running;

namespace Mact.Cli.Replay;

/// <summary>Finds what <c>--replay</c> names: a result folder, a file in it, or an evaluation of a running stack.</summary>
internal static class RecordingSource
{
    private const int AtOnce = 8;

    /// <summary>The recordings.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static async Task<Recordings> FindAsync(string name, Uri? url, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Directory.Exists(name) || File.Exists(name))
        {
            var folder = Directory.Exists(name) ? name : Path.GetDirectoryName(Path.GetFullPath(name))!;
            var path = Path.Combine(folder, RecordingFile.Name);
            return File.Exists(path) ? RecordingFile.Read(path) : throw new CommandException($"There is no {RecordingFile.Name} in '{folder}': it is written beside the results when a stack is asked.");
        }

        return url is null
            ? throw new CommandException($"'{name}' is no folder and no file. For an evaluation of a running stack give the stack's address with --url.")
            : await OfStackAsync(name, url, time, cancellationToken);
    }

    private static async Task<Recordings> OfStackAsync(string evaluation, Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url };
        var api = new ApiClient(http, time);
        var results = await api.ResultsAsync(evaluation, cancellationToken);
        var recordings = new Recording?[results.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(results.Index(), options, async (entry, token) =>
        {
            if (entry.Item.QuestionId is { } id && await api.FindAsync(id, token) is { } question)
            {
                recordings[entry.Index] = new(entry.Item.Key, id, question.Options, Recording.Kept(await api.RecordsAsync(id, token)));
            }
        });
        List<Recording> found = [.. recordings.OfType<Recording>()];
        return found.Count > 0 ? new(found) : throw new CommandException($"The stack has no recorded question of evaluation '{evaluation}' any more.");
    }
}
