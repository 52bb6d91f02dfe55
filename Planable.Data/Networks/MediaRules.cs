namespace Planable.Data.Networks;

/// <summary>The part of <see cref="NetworkRules"/> that looks at files.</summary>
internal static class MediaRules
{
    private const double Megabyte = 1_000_000;

    public static void Check(ProblemList problems)
    {
        CheckWhatTheTypeNeeds(problems);
        CheckCombination(problems);
        for (var i = 0; i < problems.Content.Media.Count; i++)
        {
            var (file, number) = (problems.Content.Media[i], i + 1);
            if (file.IsImage) CheckImage(problems, file, number);
            else if (file.IsVideo) CheckVideo(problems, file, number);
            else CheckDocument(problems, file, number);
            CheckAlt(problems, file, number);
        }
    }

    private static void CheckWhatTheTypeNeeds(ProblemList problems)
    {
        var (content, name) = (problems.Content, problems.Network.Name);
        switch (problems.Type)
        {
            case PostType.Image when !content.Media.Any(m => m.IsImage):
                problems.Block("MEDIA_REQUIRED", "media", "Add a picture.");
                break;
            case PostType.Carousel when content.Media.Count < problems.Limits.GetValueOrDefault(LimitName.MinImages, 2):
                problems.Block("TOO_FEW_IMAGES", "media", "A carousel on {0} needs at least {1} pictures.",
                    name, problems.Limits.GetValueOrDefault(LimitName.MinImages, 2));
                break;
            case PostType.Video or PostType.Reel when !content.Media.Any(m => m.IsVideo):
                problems.Block("MEDIA_REQUIRED", "media", "Add a video.");
                break;
            case PostType.Story when content.Media.Count == 0:
                problems.Block("MEDIA_REQUIRED", "media", "Add a picture or a video.");
                break;
            case PostType.Document when !content.Media.Any(m => m.IsDocument):
                problems.Block("MEDIA_REQUIRED", "media", "Put a document in the first place.");
                break;
            case PostType.Link when string.IsNullOrWhiteSpace(content.Link)
                && !TextSpans.In(content.Text, problems.Network).Any(s => s.Kind == TextSpanKind.Link):
                problems.Block("LINK_MISSING", "link", "Add a link.");
                break;
            case PostType.Poll when content.Media.Count > 0:
                problems.Block("MEDIA_WITH_POLL", "media", "A poll on {0} has no pictures or videos beside it.", name);
                break;
            case PostType.Text or PostType.Thread or PostType.Link when content.Media.Count == 0 && problems.Network.Needs.Contains("media"):
                problems.Block("MEDIA_REQUIRED", "media", "{0} needs a picture or a video.", name);
                break;
        }
    }

    private static void CheckCombination(ProblemList problems)
    {
        var (media, network) = (problems.Content.Media, problems.Network);
        CheckNumber(problems, media.Count(m => m.IsImage), LimitName.Images, "TOO_MANY_IMAGES",
            "Too many pictures: {0} over the {2} that {1} allows in a post.");
        CheckNumber(problems, media.Count(m => m.IsVideo), LimitName.Videos, "TOO_MANY_VIDEOS", "Too many videos: {0} over the {2} that {1} allows in a post.");
        CheckNumber(problems, media.Count, LimitName.Media, "TOO_MANY_MEDIA", "Too many files: {0} over the {2} that {1} allows in a post.");

        if (!network.Media.Mixed && media.Select(m => (m.IsImage, m.IsVideo)).Distinct().Count() > 1)
            problems.Block("MEDIA_MIXED", "media", "{0} does not take pictures, videos and documents together.", network.Name);
        else if (media.Count > 1 && media.FirstOrDefault(m => network.Media.Alone.Contains(m.ContentType)) is { } single)
            problems.Block("MEDIA_MIXED", "media", "On {0} a file of type {1} stands alone.", network.Name, Short(single.ContentType));

        if (media.Count > 0 && problems.Content.Link is not null && !network.Media.WithLink)
            problems.Hint("LINK_CARD_DROPPED", "link", "{0} shows either media or a link card; the card will be left out.", network.Name);
    }

    private static void CheckImage(ProblemList problems, AttachedMedia image, int number)
    {
        var (name, limits, target) = (problems.Network.Name, problems.Limits, $"media:{number}");
        if (!problems.Network.Media.Images.Contains(image.ContentType))
        {
            problems.Block("IMAGE_TYPE_UNSUPPORTED", target, "Picture {2} is a {1} file, which {0} does not take.", name, Short(image.ContentType), number);
            return;
        }

        var bytes = image.ContentType == "image/gif" && limits.ContainsKey(LimitName.GifBytes) ? LimitName.GifBytes : LimitName.ImageBytes;
        if (problems.Excess(bytes, image.Bytes) is not null)
            problems.Block("IMAGE_TOO_LARGE", target, "Picture {0} has {1} MB: {2} allows {3} MB.", number, Up(image.Bytes), name, Megabytes(limits[bytes]));

        if (image.Width == 0 || image.Height == 0) return;
        if (problems.Excess(LimitName.ImagePixels, (long)image.Width * image.Height) is not null)
            problems.Block("IMAGE_TOO_LARGE", target, "Picture {0} has {1} x {2} pixels: {3} allows {4} in all.",
                number, image.Width, image.Height, name, limits[LimitName.ImagePixels]);
        if (problems.Below(LimitName.MinImageWidth, image.Width) is not null || problems.Below(LimitName.MinImageHeight, image.Height) is not null)
            problems.Block("IMAGE_TOO_SMALL", target, "Picture {0} has {1} x {2} pixels: too small for {3}.", number, image.Width, image.Height, name);
        if (problems.Excess(LimitName.MaxImageWidth, image.Width) is not null || problems.Excess(LimitName.MaxImageHeight, image.Height) is not null)
            problems.Block("IMAGE_TOO_LARGE", target, "Picture {0} has {1} x {2} pixels: too many for {3}.", number, image.Width, image.Height, name);

        if (limits.TryGetValue(LimitName.ImageWidthStep, out var step) && image.Width % step != 0)
            problems.Block("IMAGE_SIZE_UNSUPPORTED", target, "Picture {0} is {1} pixels wide: {2} takes widths of {3} and its multiples only.", number, image.Width, name, step);

        var ratio = image.Width * 1000L / image.Height;
        if (problems.Below(LimitName.MinImageRatio, ratio) is not null)
            problems.Block("IMAGE_RATIO_UNSUPPORTED", target, "Picture {0} is too tall for {1}: crop it.", number, name);
        if (problems.Excess(LimitName.MaxImageRatio, ratio) is not null)
            problems.Block("IMAGE_RATIO_UNSUPPORTED", target, "Picture {0} is too wide for {1}: crop it.", number, name);
    }

    private static void CheckVideo(ProblemList problems, AttachedMedia video, int number)
    {
        var (name, limits, target) = (problems.Network.Name, problems.Limits, $"media:{number}");
        if (!problems.Network.Media.Videos.Contains(video.ContentType))
        {
            problems.Block("VIDEO_TYPE_UNSUPPORTED", target, "{0} does not take videos of type {1}.", name, Short(video.ContentType));
            return;
        }

        if (problems.Excess(LimitName.VideoBytes, video.Bytes) is not null)
            problems.Block("VIDEO_TOO_LARGE", target, "The video has {0} MB: {1} allows {2} MB.",
                Up(video.Bytes), name, Megabytes(limits[LimitName.VideoBytes]));
        if (problems.Excess(LimitName.VideoPixels, (long)video.Width * video.Height) is not null)
            problems.Block("VIDEO_TOO_LARGE", target, "The video has {0} x {1} pixels: {2} allows {3} in all.",
                video.Width, video.Height, name, limits[LimitName.VideoPixels]);

        if (video.Duration is not { } duration) return;
        if (problems.Excess(LimitName.MaxVideoMilliseconds, (long)duration.TotalMilliseconds) is { } excess)
            problems.Block("VIDEO_TOO_LONG", target, "The video is too long: {0} s over the {2} s that {1} allows.",
                excess / 1000d, name, limits[LimitName.MaxVideoMilliseconds] / 1000d);
        if (problems.Below(LimitName.MinVideoMilliseconds, (long)duration.TotalMilliseconds) is not null)
            problems.Block("VIDEO_TOO_SHORT", target, "The video is too short: {0} wants at least {1} seconds.",
                name, limits[LimitName.MinVideoMilliseconds] / 1000d);
    }

    private static void CheckDocument(ProblemList problems, AttachedMedia document, int number)
    {
        var target = $"media:{number}";
        if (!problems.Network.Media.Documents.Contains(document.ContentType))
            problems.Block("DOCUMENT_TYPE_UNSUPPORTED", target, "{0} does not take files of type {1}.", problems.Network.Name, Short(document.ContentType));
        else if (problems.Excess(LimitName.DocumentBytes, document.Bytes) is not null)
            problems.Block("DOCUMENT_TOO_LARGE", target, "The document has {0} MB: {1} allows {2} MB.",
                Up(document.Bytes), problems.Network.Name, Megabytes(problems.Limits[LimitName.DocumentBytes]));
        else if (document.Pages is { } pages && problems.Excess(LimitName.DocumentPages, pages) is not null)
            problems.Block("DOCUMENT_TOO_LONG", target, "The document has {0} pages: {1} allows {2}.", pages, problems.Network.Name, problems.Limits[LimitName.DocumentPages]);
    }

    private static void CheckAlt(ProblemList problems, AttachedMedia file, int number)
    {
        if (!problems.Limits.ContainsKey(LimitName.Alt) || file.IsDocument) return;

        if (string.IsNullOrWhiteSpace(file.Alt) && file.IsImage)
            problems.Hint("ALT_MISSING", $"alt:{number}", "Picture {0} has no alternative text.", number);
        NetworkRules.CheckLength(problems, "alt", $"alt:{number}", file.Alt, "ALT_TOO_LONG",
            "The alternative text is too long: {0} over the {2} characters that {1} allows.",
                "The alternative text is too long: {0} over the {2} bytes that {1} allows.");
    }

    private static void CheckNumber(ProblemList problems, int found, string limit, string code, string words)
    {
        if (problems.Excess(limit, found) is { } excess) problems.Block(code, "media", words, excess, problems.Network.Name, problems.Limits[limit]);
    }

    private static double Megabytes(long bytes) => Math.Round(bytes / Megabyte, 2);

    // Rounded up, so that one byte over never reads as equal.
    private static double Up(long bytes) => Math.Ceiling(bytes / Megabyte * 100) / 100;

    private static string Short(string contentType) => contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..].ToUpperInvariant();
}
