namespace Planable.Data.Networks;

/// <summary>The shapes a post can have. Which of them a network knows stands in its data file.</summary>
public enum PostType
{
    Text,
    Image,
    Carousel,
    Video,
    Reel,
    Story,
    Document,
    Link,
    Poll,
    Thread,
}
