namespace Mact.Api.Http;

/// <summary>A file of a form, held in memory.</summary>
/// <param name="FileName">As the client named it, without folders; may be empty.</param>
/// <param name="ContentType">As the client said; null where it did not.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record UploadedFile(string FileName, string? ContentType, ReadOnlyMemory<byte> Content);
