namespace Planable.Data.Practice;

/// <summary>How the practice network answers a call.</summary>
public enum PracticeAnswer
{
    Ok,

    /// <summary>Takes five seconds, then works.</summary>
    Slow,

    /// <summary>401: the sign-in is no longer valid.</summary>
    Unauthorized,

    /// <summary>429 with a wait of ten seconds.</summary>
    RateLimited,

    /// <summary>503 before anything happened.</summary>
    ServerError,

    /// <summary>422: the text is refused.</summary>
    Refused,

    /// <summary>Publishes, then cuts the line: the sender never hears.</summary>
    AcceptedThenCut,

    /// <summary>Cuts the line before publishing.</summary>
    CutBefore,

    /// <summary>Publishes, cuts the line and shows nothing when asked: nobody can tell.</summary>
    LoseEverything,
}

/// <summary>An account on the practice network, with the answers it was told to give.</summary>
public class PracticeAccount : Entity
{
    PracticeAccount()
    {
    }

    public PracticeAccount(string account, string name)
    {
        Account = account;
        Name = name;
    }

    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>How many people follow it; with none it tells what visitors did, and nothing else.</summary>
    public int Audience { get; private set; }

    /// <summary>Answers to the next calls, in order.</summary>
    public List<PracticeAnswer> Next { get; private set; } = [];

    /// <summary>The answer when none is scripted.</summary>
    public PracticeAnswer Otherwise { get; private set; }

    /// <summary>Set by <see cref="PracticeAnswer.LoseEverything"/>: read-backs find nothing to go by.</summary>
    public bool IsBlind { get; private set; }

    public PracticeAccount FollowedBy(int audience)
    {
        Audience = audience;
        return this;
    }

    public void Script(IEnumerable<PracticeAnswer> next, PracticeAnswer otherwise)
    {
        Next = [.. next];
        Otherwise = otherwise;
        IsBlind = false;
    }

    public PracticeAnswer TakeAnswer()
    {
        var answer = Next.Count > 0 ? Next[0] : Otherwise;
        if (Next.Count > 0)
            Next = [.. Next.Skip(1)];
        if (answer == PracticeAnswer.LoseEverything)
            IsBlind = true;
        return answer;
    }
}
