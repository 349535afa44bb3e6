namespace Mact.Web.Watching;

/// <summary>How a feed stands with the Api.</summary>
public enum FeedConnection
{
    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>Records arrive as they are written.</summary>
    Live,

    /// <summary>The connection is lost; it is made again by itself, and continues after the last record seen.</summary>
    Lost,

    /// <summary>The terminal record has been seen; nothing more will come.</summary>
    Complete,

    /// <summary>The Api does not know the question.</summary>
    NotFound,
}
