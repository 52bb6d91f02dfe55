namespace Planable.Web.Reviews;

/// <summary>An address as its owner knows it again and nobody else learns it: "c•••@acme.example".</summary>
public static class Masked
{
    public static string Of(string address) => address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? $"{address[0]}•••{address[at..]}" : "•••";
}
