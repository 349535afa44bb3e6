namespace Mact.Worker.Models.Configuration;

/// <summary>Whether the fields that vLLM adds to the protocol (top_k, chat_template_kwargs, …) are sent.</summary>
public enum VendorFields
{
    /// <summary>Where the list of models says that its owner is vLLM.</summary>
    Auto,

    /// <summary>Always; a field that the endpoint refuses by name is dropped and that is remembered.</summary>
    On,

    /// <summary>Never.</summary>
    Off,
}
