using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>Reads an exported run for its page; what is wrong with a file is said in the page's language.</summary>
public static class RunFileReader
{
    /// <summary>The largest file that is taken, in bytes; read, it takes several times as much of the page's process.</summary>
    public const long MaxBytes = 32L * 1024 * 1024;

    /// <summary>Files that are read at once; others wait.</summary>
    private static readonly SemaphoreSlim Places = new(1);

    /// <summary>The file, or what is wrong with it.</summary>
    public static async Task<ApiResult<RunFile>> ReadAsync(Stream stream, IStringLocalizer<Texts> t, CancellationToken cancellationToken)
    {
        await Places.WaitAsync(cancellationToken);
        try
        {
            return new ApiResult<RunFile>.Ok(await RunFile.ReadAsync(stream, cancellationToken));
        }
        catch (RunFileException exception)
        {
            return Failed(exception.Fault switch
            {
                RunFileFault.OtherVersion =>
                    t[
                        "It is of version {0}; this page reads version {1}. Export the run again with the same build.",
                        exception.Version,
                        RunFile.KnownVersion],
                RunFileFault.TooManyRecords => t["It has {0}; the limit is {1}.", Show.Count(exception.Records), Show.Count(RunFile.MaxRecords)],
                RunFileFault.NoQuestion => t["It does not begin with a question. Choose a file that was made with “Export this run as JSON”."],
                _ => t["It is not the JSON of an exported run. Choose a file that was made with “Export this run as JSON”."],
            });
        }
        catch (IOException)
        {
            return Failed(t["It could not be read as a whole; the limit is {0}.", Show.Size(MaxBytes)]);
        }
        finally
        {
            Places.Release();
        }

        ApiResult<RunFile> Failed(string detail) => new ApiResult<RunFile>.Failed(new ApiProblem(0, t["This file cannot be replayed"], detail));
    }
}
