namespace Mact.Worker.Models.Configuration;

/// <summary>Finds the connection of planner and coder; <c>model</c> is the default of both.</summary>
internal sealed class ModelConnections(IConfiguration configuration)
{
    /// <summary>Null when neither the connection itself nor the default is configured.</summary>
    public ModelConnectionReading? Find(string name)
    {
        var own = configuration.GetConnectionString(name);
        var text = string.IsNullOrWhiteSpace(own) ? configuration.GetConnectionString(ConnectionNames.Model) : own;
        return string.IsNullOrWhiteSpace(text) ? null : ModelConnection.Parse(name, text);
    }
}
