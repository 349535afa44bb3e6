namespace Mact.DevServices.Model;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">The role: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">The message's text. Content parts are joined before they get here.</param>
public sealed record ModelMessage(string Role, string Content);
