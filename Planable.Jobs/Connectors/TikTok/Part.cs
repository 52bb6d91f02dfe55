namespace Planable.Jobs.Connectors.TikTok;

/// <summary>A stretch of a stream, read as it goes; closes the whole with itself.</summary>
sealed class Part : Stream
{
    readonly Stream whole;
    readonly long length;
    long at;

    Part(Stream whole, long length) => (this.whole, this.length) = (whole, length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => at;
        set => throw new NotSupportedException();
    }

    public static async Task<Part> Of(Stream whole, long from, long length, CancellationToken cancel)
    {
        if (whole.CanSeek)
        {
            whole.Seek(from, SeekOrigin.Begin);
            return new Part(whole, length);
        }

        var passed = new byte[81_920];
        while (from > 0)
        {
            var read = await whole.ReadAsync(passed.AsMemory(0, (int)Math.Min(passed.Length, from)), cancel);
            from -= read > 0 ? read : throw new EndOfStreamException();
        }

        return new Part(whole, length);
    }

    public override int Read(byte[] buffer, int offset, int count) => Taken(whole.Read(buffer, offset, Left(count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Taken(await whole.ReadAsync(buffer[..Left(buffer.Length)], cancellationToken));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            whole.Dispose();
        base.Dispose(disposing);
    }

    int Left(int wanted) => (int)Math.Min(wanted, length - at);

    int Taken(int read)
    {
        at += read;
        return read;
    }
}
