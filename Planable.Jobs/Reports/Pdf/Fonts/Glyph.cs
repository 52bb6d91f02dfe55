namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>A glyph while text is shaped. Distances are in the font's own units; the cluster is the first character it stands for.</summary>
internal struct Glyph(int id, int cluster)
{
    public int Id = id;
    public int Cluster = cluster;
    public int Advance;
    public int X;
    public int Y;

    /// <summary>The place this Arabic letter takes in its word: isol, init, medi or fina; empty for all else.</summary>
    public string Form = "";

    /// <summary>Which part of a ligature a mark belongs to, counted from 1; 0 for none.</summary>
    public int Part;

    /// <summary>The mark has found its place on another glyph.</summary>
    public bool Placed;
}
