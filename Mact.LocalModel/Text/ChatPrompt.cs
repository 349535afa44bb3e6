using System.Text;
using LLama;
using Mact.DevServices.Model;

namespace Mact.LocalModel.Text;

/// <summary>
/// Writes a conversation in the form that a model was trained with. The template is the file's own; llama.cpp knows the forms of the common
/// ones without running them.
/// </summary>
/// <param name="Template">As the file has it, or the name of a form that llama.cpp knows.</param>
internal sealed record ChatPrompt(string Template)
{
    /// <summary>The form of a file that has no template.</summary>
    public const string Default = "chatml";

    private const string ThinkingSwitch = "enable_thinking";
    private const string NoThought = "<think>\n\n</think>\n\n";

    /// <summary>Whether llama.cpp knows the form.</summary>
    public bool IsKnown
    {
        get
        {
            try
            {
                return Apply([new("user", "?")]).Length > 0;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                return false;
            }
        }
    }

    /// <summary>The prompt, up to where the assistant's reply begins or goes on.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="isBegun">The last message is the assistant's, and goes on.</param>
    /// <param name="thinks">Whether a model that can think first may do so.</param>
    public string Render(IReadOnlyList<Message> messages, bool isBegun, bool thinks)
    {
        var prompt = new StringBuilder(Apply(isBegun ? messages.SkipLast(1) : messages));
        if (!thinks && Template.Contains(ThinkingSwitch, StringComparison.Ordinal))
        {
            prompt.Append(NoThought);
        }

        return prompt.Append(isBegun ? messages[^1].Content : string.Empty).ToString();
    }

    private string Apply(IEnumerable<Message> messages)
    {
        var template = new LLamaTemplate(Template) { AddAssistant = true };
        foreach (var message in messages)
        {
            template.Add(message.Role, message.Content);
        }

        return Encoding.UTF8.GetString(template.Apply());
    }
}
