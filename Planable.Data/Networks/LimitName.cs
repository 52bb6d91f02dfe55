namespace Planable.Data.Networks;

/// <summary>The names limits go by in the data files and in what servers report. A limit that is absent does not exist for that network.</summary>
public static class LimitName
{
    public const string Text = "text";
    public const string TextBytes = "textBytes";
    public const string Title = "title";
    public const string FirstComment = "firstComment";
    public const string Alt = "alt";
    public const string LinkLength = "linkLength";
    public const string Hashtags = "hashtags";
    public const string Mentions = "mentions";
    public const string Links = "links";

    public const string Images = "images";
    public const string MinImages = "minImages";
    public const string ImageBytes = "imageBytes";
    public const string GifBytes = "gifBytes";
    public const string ImagePixels = "imagePixels";
    public const string MinImageWidth = "minImageWidth";
    public const string MaxImageWidth = "maxImageWidth";
    public const string MinImageHeight = "minImageHeight";
    public const string MaxImageHeight = "maxImageHeight";

    /// <summary>Pictures are as wide as this, or twice or three times as wide.</summary>
    public const string ImageWidthStep = "imageWidthStep";

    /// <summary>Narrowest picture: width over height, in thousandths.</summary>
    public const string MinImageRatio = "minImageRatio";

    /// <summary>Widest picture: width over height, in thousandths.</summary>
    public const string MaxImageRatio = "maxImageRatio";

    public const string Videos = "videos";
    public const string VideoBytes = "videoBytes";
    public const string VideoPixels = "videoPixels";
    public const string MaxVideoWidth = "maxVideoWidth";

    /// <summary>Most frames a second.</summary>
    public const string MaxVideoFrames = "maxVideoFrames";

    public const string MinVideoMilliseconds = "minVideoMilliseconds";
    public const string MaxVideoMilliseconds = "maxVideoMilliseconds";

    /// <summary>Files of every kind together, for networks that mix them.</summary>
    public const string Media = "media";

    public const string DocumentBytes = "documentBytes";
    public const string DocumentPages = "documentPages";

    public const string PollOptions = "pollOptions";
    public const string MinPollOptions = "minPollOptions";
    public const string PollOption = "pollOption";
    public const string MinPollMinutes = "minPollMinutes";
    public const string MaxPollMinutes = "maxPollMinutes";
}
