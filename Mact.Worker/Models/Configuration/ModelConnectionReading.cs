namespace Mact.Worker.Models.Configuration;

/// <summary>What a connection string says.</summary>
public abstract record ModelConnectionReading
{
    private ModelConnectionReading()
    {
    }

    /// <summary>It can be used.</summary>
    public sealed record Read(ModelConnection Connection) : ModelConnectionReading;

    /// <summary>It cannot, for the reason in <paramref name="Message"/> (free of the key).</summary>
    public sealed record Refused(string Message) : ModelConnectionReading;
}
