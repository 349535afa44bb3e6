using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using Mact.Client;

namespace Mact.LocalModel.Files;

/// <summary>
/// Fetches a known file: what an earlier try has left is gone on with, and the file gets its name only when its sum is right. Somebody has asked
/// for it.
/// </summary>
internal sealed class ModelDownload(HttpClient client, ModelLibrary library)
{
    /// <summary>The named client: waits for the whole file as long as bytes come.</summary>
    public const string ClientName = "model-download";

    private const int BufferBytes = 1 << 17;
    // Tries in a row that bring not one byte.
    private const int MaxIdle = 3;
    private const double Megabyte = 1 << 20;
    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>Fetches and checks the file, unless it is here already.</summary>
    /// <param name="file">What was chosen.</param>
    /// <param name="report">Is told the share that is here, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the download; what is here stays.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="ModelFailedException">It can't be fetched, or is not what its makers publish; the message says what to do.</exception>
    public async Task<string> RunAsync(KnownModelFile file, Action<double> report, CancellationToken cancellationToken)
    {
        var path = library.PathOf(file.Id);
        if (file.IsHere)
        {
            return path;
        }

        var part = $"{path}.part";
        try
        {
            Directory.CreateDirectory(library.Folder);
            RequireRoom(file, part);
            for (var idle = 0; Length(part) < file.Bytes;)
            {
                var before = Length(part);
                string? broken = null;
                try
                {
                    await FetchAsync(file, part, report, cancellationToken);
                }
                catch (Exception exception) when (IsBreak(exception))
                {
                    // The next request goes on where this one ended.
                    broken = exception.Message;
                }

                idle = Length(part) > before ? 0 : idle + 1;
                if (idle == MaxIdle)
                {
                    throw new ModelFailedException(
                        $"{file.Url} can't be fetched ({broken ?? "it ends too early"}). "
                        + $"Without a network: fetch it elsewhere, and put it at {path}.");
                }
            }

            await CheckAsync(file, part, cancellationToken);
            File.Move(part, path, overwrite: true);
            return path;
        }
        catch (HttpRequestException exception)
        {
            throw new ModelFailedException(
                $"{file.Url} can't be fetched ({exception.Message}). Without a network: fetch it elsewhere, and put it at {path}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFailedException($"{file.Url} can't be kept at {path}: {exception.Message}");
        }
    }

    private static bool IsBreak(Exception exception) => exception
        is HttpRequestException { StatusCode: null } or HttpIOException or StalledException or IOException { InnerException: SocketException };

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private void RequireRoom(KnownModelFile file, string part)
    {
        var missing = file.Bytes - Length(part);
        var free = new DriveInfo(library.Folder).AvailableFreeSpace;
        if (missing > free)
        {
            throw new ModelFailedException(
                $"{library.Folder} has room for {free / Megabyte:N0} MB, and {missing / Megabyte:N0} MB are to come. "
                + $"Make room, or name another folder by LocalModel__Folder.");
        }
    }

    private async Task FetchAsync(KnownModelFile file, string part, Action<double> report, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Url);
        var have = Length(part);
        request.Headers.Range = have > 0 ? new RangeHeaderValue(have, null) : null;
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(StallLimit);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            response.EnsureSuccessStatusCode();

            // A server that knows no ranges begins at the beginning.
            var goesOn = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            await using var target = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
            await using var source = await response.Content.ReadAsStreamAsync(stall.Token);
            var buffer = new byte[BufferBytes];
            int count;
            while ((count = await source.ReadAsync(buffer, stall.Token)) > 0)
            {
                stall.CancelAfter(StallLimit);
                if (target.Length + count > file.Bytes)
                {
                    throw new ModelFailedException($"{file.Url} is longer than the {file.Bytes} bytes of what its makers publish; it was not taken.");
                }

                await target.WriteAsync(buffer.AsMemory(0, count), stall.Token);
                report((double)target.Length / file.Bytes);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StalledException($"no byte came for {StallLimit.TotalSeconds:0} s");
        }
    }

    private static async Task CheckAsync(KnownModelFile file, string part, CancellationToken cancellationToken)
    {
        string sum;
        await using (var stream = File.OpenRead(part))
        {
            sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        }

        if (sum != file.Sha256)
        {
            File.Delete(part);
            throw new ModelFailedException(
                $"{file.Url} has the sum {sum}, and its makers publish {file.Sha256}: it was deleted. "
                + $"Somebody in between may have changed it; try again.");
        }
    }

    private sealed class StalledException(string message) : Exception(message);
}
