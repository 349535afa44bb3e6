namespace Mact.Client;

/// <summary>
/// Codes of problems that the Api itself finds: part of the HTTP contract. A table that
/// cannot be read and a statement that is not allowed are refused with codes of their own, which their messages explain.
/// </summary>
public static class ProblemCodes
{
    public const string BadRequest = "badRequest";
    public const string BrokenJson = "brokenJson";
    public const string BrokenForm = "brokenForm";
    public const string CrossSite = "crossSite";
    public const string NotSignedIn = "notSignedIn";
    public const string NotAllowed = "notAllowed";
    public const string TooManyRequests = "tooManyRequests";
    public const string InvalidKey = "invalidKey";
    public const string KeyNotFound = "keyNotFound";
    public const string LinkNotFound = "linkNotFound";
    public const string LimitReached = "limitReached";
    public const string UnsupportedMediaType = "unsupportedMediaType";
    public const string MethodNotAllowed = "methodNotAllowed";
    public const string NoSuchPath = "noSuchPath";
    public const string TooManyBytes = "tooManyBytes";
    public const string StoreUnavailable = "storeUnavailable";
    public const string StoreFull = "storeFull";
    public const string Internal = "internal";

    public const string EmptyQuestion = "emptyQuestion";
    public const string QuestionTooLong = "questionTooLong";
    public const string ContextTooLong = "contextTooLong";
    public const string InvalidContext = "invalidContext";
    public const string UnknownField = "unknownField";
    public const string UnknownOption = "unknownOption";
    public const string InvalidOption = "invalidOption";
    public const string NoTable = "noTable";
    public const string TooManyTables = "tooManyTables";
    public const string InvalidTable = "invalidTable";
    public const string DuplicateTableName = "duplicateTableName";
    public const string InvalidTypes = "invalidTypes";
    public const string InvalidHeaderRow = "invalidHeaderRow";
    public const string SheetNotFound = "sheetNotFound";
    public const string TableNotFound = "tableNotFound";
    public const string QuestionNotFound = "questionNotFound";
    public const string QuestionEnded = "questionEnded";
    public const string QuestionNotEnded = "questionNotEnded";
    public const string QuestionNotDead = "questionNotDead";
    public const string EvaluationNotFound = "evaluationNotFound";
    public const string EvaluationState = "evaluationState";
    public const string ArmNotFound = "armNotFound";
    public const string InvalidIdempotencyKey = "invalidIdempotencyKey";
    public const string IdempotencyKeyReused = "idempotencyKeyReused";
    public const string QueueFull = "queueFull";
    public const string ClientLimit = "clientLimit";
    public const string InvalidParameter = "invalidParameter";
    public const string SqlError = "sqlError";
    public const string SqlTimedOut = "sqlTimedOut";
    public const string SqlResultTooLarge = "sqlResultTooLarge";
    public const string TooManyQueries = "tooManyQueries";
    public const string NoWorker = "noWorker";
    public const string ServerBusy = "serverBusy";
    public const string ReaderUnavailable = "readerUnavailable";
    public const string ProfileTimedOut = "profileTimedOut";
    public const string BodyTooSlow = "bodyTooSlow";
    public const string NoLocalModel = "noLocalModel";
    public const string LocalModelChosen = "localModelChosen";
}
