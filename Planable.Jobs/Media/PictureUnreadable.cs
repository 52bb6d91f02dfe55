namespace Planable.Jobs.Media;

/// <summary>The bytes call themselves a picture but cannot be made into one.</summary>
public sealed class PictureUnreadable(string why) : Exception(why);
