namespace Mact.DevServices.Model.Http;

/// <summary>How a request ended.</summary>
public enum RequestEnd
{
    /// <summary>It has not.</summary>
    Running,

    /// <summary>The reply was sent.</summary>
    Answered,

    /// <summary>The client went away first, and the work was aborted.</summary>
    Disconnected,

    /// <summary>The stand-in cut the connection on purpose.</summary>
    Cut,
}
