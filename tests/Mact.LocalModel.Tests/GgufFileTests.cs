using System.Text;
using Mact.LocalModel.Files;

namespace Mact.LocalModel.Tests;

/// <summary>What is wrong with a file is said before native code sees it.</summary>
public sealed class GgufFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void A_head_says_name_architecture_context_and_the_memory_of_a_token()
    {
        Write(Head(3, Pair("general.architecture", "qwen2"), Pair("general.name", "My model 1.5B"), Number("qwen2.context_length", 4096),
            Number("qwen2.block_count", 2), Number("qwen2.embedding_length", 64), Number("qwen2.attention.head_count", 4),
            Number("qwen2.attention.head_count_kv", 2)));

        var file = GgufFile.Read(_path);

        file.Name.ShouldBe("My-model-1.5B");
        file.Architecture.ShouldBe("qwen2");
        file.TrainedContext.ShouldBe(4096);
        file.BytesPerToken.ShouldBe(2 * 2 * 2 * (16 + 16));
        file.ContextOf(new() { ContextTokens = 8192 }).ShouldBe(4096);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 a zip file, long enough to have a head", "is not a GGUF file")]
    [InlineData("", "is not a GGUF file")]
    [InlineData("GGUF", "is not a GGUF file")]
    public void Another_kind_of_file_is_named_as_such(string content, string message)
    {
        File.WriteAllText(_path, content);

        Should.Throw<ModelFailedException>(() => GgufFile.Read(_path)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_file_that_is_cut_off_in_its_head_or_its_weights_is_said_to_be()
    {
        var head = Head(3, Pair("general.architecture", "qwen2"));
        Write(head[..40]);
        Should.Throw<ModelFailedException>(() => GgufFile.Read(_path)).Message.ShouldContain("is cut off");

        Write(Head(3, tensors: [("weights", 1_000_000)], Pair("general.architecture", "qwen2")));
        Should.Throw<ModelFailedException>(() => GgufFile.Read(_path)).Message.ShouldContain("is cut off");
    }

    [Fact]
    public void A_version_that_is_not_known_is_named()
    {
        Write(Head(9, Pair("general.architecture", "qwen2")));

        Should.Throw<ModelFailedException>(() => GgufFile.Read(_path)).Message.ShouldContain("version 9");
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_not_to_be() =>
        Should.Throw<ModelFailedException>(() => GgufFile.Read(_path + ".none")).Message.ShouldContain("There is no file");

    public void Dispose() => File.Delete(_path);

    private void Write(byte[] bytes) => File.WriteAllBytes(_path, bytes);

    private static byte[] Head(uint version, params byte[][] pairs) => Head(version, [], pairs);

    private static byte[] Head(uint version, (string Name, ulong Numbers)[] tensors, params byte[][] pairs)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(version);
        writer.Write((ulong)tensors.Length);
        writer.Write((ulong)pairs.Length);
        Array.ForEach(pairs, writer.Write);
        foreach (var (name, numbers) in tensors)
        {
            writer.Write(Text(name));
            writer.Write(1u);
            writer.Write(numbers);
            writer.Write(0u);
            writer.Write(0ul);
        }

        writer.Write(new byte[64]);
        return stream.ToArray();
    }

    private static byte[] Text(string text) => [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Pair(string key, string value) => [.. Text(key), .. BitConverter.GetBytes(8u), .. Text(value)];

    private static byte[] Number(string key, uint value) => [.. Text(key), .. BitConverter.GetBytes(4u), .. BitConverter.GetBytes(value)];
}
