using System.Security.Cryptography;
using System.Text;

namespace Mact.Cli.Running;

/// <summary>
/// What a result folder belongs to: an id that its idempotency keys begin with, so that nothing is asked twice after a crash, and a fingerprint of data and
/// options, so that results of another evaluation are not taken for this one's.
/// </summary>
internal static class RunIdentity
{
    private const string FileName = "evaluation.id";

    /// <summary>The id of the folder's evaluation; a new one where the folder is new.</summary>
    /// <exception cref="CommandException">The folder belongs to another evaluation.</exception>
    public static string Of(DirectoryInfo folder, FileInfo data, string options)
    {
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData([.. File.ReadAllBytes(data.FullName), .. Encoding.UTF8.GetBytes(options)]));
        var path = Path.Combine(folder.FullName, FileName);
        if (!File.Exists(path))
        {
            File.WriteAllLines(path, [Guid.NewGuid().ToString("N"), fingerprint]);
        }

        return File.ReadAllLines(path) is [var id, var known] && known == fingerprint
            ? id
            : throw new CommandException($"'{folder}' holds the results of another data set or other options. Choose another folder with --out, or remove it.");
    }
}
