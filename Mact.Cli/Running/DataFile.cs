using Mact.Evaluation.DataSets;
using Mact.Core.Tables;

namespace Mact.Cli.Running;

/// <summary>A data set on disk. Files that its rows name are looked for in its folder (and <c>all_csv</c> beside it) and nowhere else.</summary>
internal static class DataFile
{
    public static IReadOnlyList<DataSetRow> Read(FileInfo file, DataSetFormat format, IReadOnlyList<FileInfo> tables, int limit)
    {
        if (!file.Exists)
        {
            throw new CommandException($"There is no file '{file}'.");
        }

        var source = new DataSetSource(file.Name) { Format = format, ReadFile = name => ReadBeside(file.Directory!, name), Tables = [.. tables.Select(ReadTable)] };
        var rows = DataSetReader.Read(File.ReadAllText(file.FullName), source);
        return limit > 0 ? [.. rows.Take(limit)] : rows;
    }

    private static Table ReadTable(FileInfo file) => DelimitedTextReader.Read(Path.GetFileNameWithoutExtension(file.Name), File.ReadAllBytes(file.FullName), new TableLimits()) switch
    {
        TableReading.Success success => success.Table,
        TableReading.Refused refused => throw new CommandException($"{file.Name}: {refused.Message}"),
        _ => throw new CommandException($"{file.Name} cannot be read as a table."),
    };

    private static string? ReadBeside(DirectoryInfo folder, string name)
    {
        var roots = (DirectoryInfo?[])[folder, folder.Parent, new(Path.Combine(folder.FullName, "all_csv")), new(Path.Combine(folder.Parent?.FullName ?? folder.FullName, "all_csv"))];
        foreach (var root in roots.OfType<DirectoryInfo>())
        {
            var path = Path.GetFullPath(Path.Combine(root.FullName, name));
            // A row is foreign text: it may not name a file outside.
            if (path.StartsWith(root.FullName + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path))
            {
                return File.ReadAllText(path);
            }
        }

        return null;
    }
}
