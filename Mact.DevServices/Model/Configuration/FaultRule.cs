using System.ComponentModel.DataAnnotations;

namespace Mact.DevServices.Model.Configuration;

/// <summary>A fault for some of the requests of one route.</summary>
public sealed class FaultRule
{
    /// <summary>The fault as the header <c>X-Mact-Fault</c> writes it: a name, or <c>name=argument</c>.</summary>
    [Required]
    public string Fault { get; set; } = "";

    /// <summary>The end of the paths it is for.</summary>
    [Required]
    public string Path { get; set; } = "/v1/chat/completions";

    /// <summary>Matching requests that pass unharmed first.</summary>
    [Range(0, int.MaxValue)]
    public int Skip { get; set; }

    /// <summary>Matching requests that are hit after that.</summary>
    [Range(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;
}
