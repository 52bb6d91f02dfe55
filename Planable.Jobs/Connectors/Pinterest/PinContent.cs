using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Planable.Jobs.Connectors.Pinterest;

/// <summary>A pin on its way, its pictures inside as base64: written piece by piece, so that five of twenty megabytes never lie in memory.</summary>
sealed class PinContent : HttpContent
{
    // A multiple of three: base64 takes three bytes at a time.
    const int PieceBytes = 3 * 64 * 1024;

    readonly OutgoingPost post;
    readonly string board;
    readonly string? film;
    long? length;

    /// <param name="film">Id of an uploaded video; null for pictures.</param>
    public PinContent(OutgoingPost post, string board, string? film)
    {
        (this.post, this.board, this.film) = (post, board, film);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Writes it once into nothing: not every server takes a body whose length it is not told.</summary>
    public async Task Measure(CancellationToken cancel)
    {
        await using var counted = new Counted();
        await SerializeToStreamAsync(counted, context: null, cancel);
        length = counted.Length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("board_id", board);
        if (post.Settings.GetValueOrDefault("section") is { Length: > 0 } section)
            json.WriteString("board_section_id", section);
        Words(json);
        json.WriteStartObject("media_source");
        if (film is not null)
            await Film(json, cancellationToken);
        else if (post.Media.Count > 1)
            await Several(json, cancellationToken);
        else
            await Picture(json, "image_base64", cancellationToken);
        json.WriteEndObject();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = this.length ?? -1;
        return this.length is not null;
    }

    void Words(Utf8JsonWriter json)
    {
        if (post.Title is { Length: > 0 } title)
            json.WriteString("title", title);
        if (post.Text.Length > 0)
            json.WriteString("description", post.Text);
        if (post.Link is { } link)
            json.WriteString("link", link);
        if (PinterestConnector.Alt(post) is { Length: > 0 } alt)
            json.WriteString("alt_text", alt);
    }

    async Task Picture(Utf8JsonWriter json, string type, CancellationToken cancel)
    {
        json.WriteString("source_type", type);
        await File(json, "content_type", "data", post.Media[0].ContentType, post.Media[0].Open, cancel);
    }

    async Task Several(Utf8JsonWriter json, CancellationToken cancel)
    {
        json.WriteString("source_type", "multiple_image_base64");
        json.WriteStartArray("items");
        foreach (var picture in post.Media)
        {
            json.WriteStartObject();
            await File(json, "content_type", "data", picture.ContentType, picture.Open, cancel);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("index", 0);
    }

    async Task Film(Utf8JsonWriter json, CancellationToken cancel)
    {
        json.WriteString("source_type", "video_id");
        json.WriteString("media_id", film);
        if (post.Media[0].Still is { } still)
            await File(json, "cover_image_content_type", "cover_image_data", "image/jpeg", still, cancel);
        else
            json.WriteNumber("cover_image_key_frame_time", 0);
    }

    static async Task File(Utf8JsonWriter json, string typeName, string dataName, string type, Func<CancellationToken, Task<Stream>> open, CancellationToken cancel)
    {
        json.WriteString(typeName, type);
        json.WritePropertyName(dataName);
        await using var bytes = await open(cancel);
        var piece = new byte[PieceBytes];
        int read;
        do
        {
            read = await bytes.ReadAtLeastAsync(piece, PieceBytes, throwOnEndOfStream: false, cancel);
            json.WriteBase64StringSegment(piece.AsSpan(0, read), isFinalSegment: read < PieceBytes);
            await json.FlushAsync(cancel);
        }
        while (read == PieceBytes);
    }

    /// <summary>Knows only how much was written.</summary>
    sealed class Counted : Stream
    {
        long written;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => written;

        public override long Position { get => written; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => written += count;

        public override void Write(ReadOnlySpan<byte> buffer) => written += buffer.Length;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            written += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            written += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
