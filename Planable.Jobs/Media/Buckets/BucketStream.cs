namespace Planable.Jobs.Media.Buckets;

/// <summary>
/// An object read as if it were a file: from any place, and asked for only when it is read. Where the line is cut, it goes on from there.
/// </summary>
/// <param name="ask">The bytes from a place to the end; has tried again by itself before it fails.</param>
sealed class BucketStream(long length, Func<long, CancellationToken, Task<Stream>> ask) : Stream
{
    /// <summary>Without a byte between them.</summary>
    const int MostCuts = 3;

    Stream? body;
    long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.IsEmpty)
            return 0;
        for (var cuts = 1; ; cuts++)
        {
            body ??= await ask(position, cancellationToken);
            try
            {
                if (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
                {
                    position += read;
                    return read;
                }
            }
            catch (Exception cut) when (cut is IOException or HttpRequestException)
            {
                if (cuts == MostCuts)
                    throw new MediaUnreachable("The bucket stops in the middle of a file, again and again.", cut);
            }

            Leave();
            // It said that it was through before it was.
            if (cuts == MostCuts)
                throw new MediaUnreachable("The bucket gives less of a file than it has.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("What lies in a bucket is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin)
    {
        var to = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => position + offset, _ => length + offset };
        ArgumentOutOfRangeException.ThrowIfNegative(to, nameof(offset));
        if (to == position)
            return position;
        Leave();
        return position = to;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Leave();
        base.Dispose(disposing);
    }

    void Leave()
    {
        body?.Dispose();
        body = null;
    }
}
