using System.Runtime.InteropServices;

namespace Mact.DevServices.Redis;

/// <summary>A folder that nobody but its owner reads: it holds people's tables and questions.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Nothing for the group and others, so that files are 0600.
    private const uint Mask = 0b000_111_111;

    /// <summary>Its full path. On Unix it gets mode 0700, and what this process writes from here on 0600; Windows keeps a person's folders to
    /// that person.</summary>
    public static string Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return Directory.CreateDirectory(path).FullName;
        }

        _ = SetMask(Mask);
        var folder = Directory.CreateDirectory(path, Owner).FullName;
        File.SetUnixFileMode(folder, Owner);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return folder;
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
