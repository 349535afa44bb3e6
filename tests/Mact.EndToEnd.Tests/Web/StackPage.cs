namespace Mact.EndToEnd.Tests.Web;

/// <summary>A page of the product as the tests of all pages visit it.</summary>
/// <param name="Name">Of its picture.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Ready">A selector that matches once it shows what it is about.</param>
/// <param name="Focus">What a picture scrolls to; null = the top.</param>
internal sealed record StackPage(string Name, string Path, string Ready, string? Focus = null);
