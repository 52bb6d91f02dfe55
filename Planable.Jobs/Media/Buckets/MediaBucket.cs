using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Caching.Memory;
using Planable.Data.Databases;

namespace Planable.Jobs.Media.Buckets;

/// <summary>
/// The media store in an S3-compatible bucket, under the names it has in a folder. Every byte that goes there is signed for, so a bucket refuses what arrives otherwise;
/// calls that fail in passing are made again. Nothing is ever changed or removed there.
/// </summary>
public sealed class MediaBucket : IMediaStore, IDisposable
{
    /// <summary>Larger files go in parts, some at a time: a part that fails is sent again, not all of it. Part of the contract with buckets: no part but the last is under 5 MB, and there are at most 10,000.</summary>
    const long Part = 16 * 1024 * 1024, MostParts = 9000;
    const int PartsAtOnce = 3;

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(4);

    // Whoever asks whether a file is there mostly opens it next.
    static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    readonly BucketSettings settings;
    readonly AmazonS3Client client;
    readonly MemoryCache lengths = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public MediaBucket(BucketSettings settings)
    {
        this.settings = settings;
        var config = new AmazonS3Config
        {
            AuthenticationRegion = settings.Region,
            ForcePathStyle = settings.PathStyle,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 3,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            Timeout = TimeSpan.FromMinutes(5),
            // Newer than many servers that speak S3; the signature covers the bytes as well.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            IgnoreConfiguredEndpointUrls = true,
        };
        // One of the two: setting one takes the other back.
        if (settings.Endpoint is { } endpoint)
            config.ServiceURL = endpoint;
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), config);
    }

    public async Task<string> Put(Stream bytes, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.put");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81920, useAsync: true))
                await bytes.CopyToAsync(file, cancel);
            return await Take(path, cancel);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public async Task<string> Take(string path, CancellationToken cancel)
    {
        string sha256;
        long length;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true))
            (sha256, length) = (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)), file.Length);
        if (await Length(sha256, cancel) != length)
            await (length <= Part ? SendWhole(path, Key(sha256), cancel) : SendInParts(path, length, Key(sha256), cancel));
        File.Delete(path);
        return sha256;
    }

    public async Task<Stream> Open(string sha256, CancellationToken cancel)
    {
        var length = lengths.Get<long?>(sha256) ?? await Length(sha256, cancel) ?? throw new FileNotFoundException("It is not in the bucket.", sha256);
        return new BucketStream(length, (from, c) => Ask(async () => (await client.GetObjectAsync(new GetObjectRequest { BucketName = settings.Bucket, Key = Key(sha256), ByteRange = from > 0 ? new ByteRange(from, length - 1) : null }, c)).ResponseStream, c));
    }

    public async Task<bool> Has(string sha256, CancellationToken cancel)
    {
        if (await Length(sha256, cancel) is not { } length)
            return false;
        lengths.Set(sha256, (long?)length, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered });
        return true;
    }

    public async IAsyncEnumerable<KeptFile> All([EnumeratorCancellation] CancellationToken cancel)
    {
        string? next = null;
        do
        {
            var after = next;
            var page = await Ask(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = settings.Prefix, ContinuationToken = after }, cancel), cancel);
            foreach (var found in page.S3Objects ?? [])
            {
                var name = found.Key[(found.Key.LastIndexOf('/') + 1)..];
                if (KeptFile.IsName(name) && found.Key == Key(name))
                    yield return new KeptFile(name, found.Size ?? 0);
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    /// <summary>Asks for something small, briefly.</summary>
    /// <exception cref="MediaUnreachable">The bucket does not answer, is not there, or is not ours.</exception>
    public async Task Reach(CancellationToken cancel)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        soon.CancelAfter(Soon);
        await Ask(() => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = settings.Prefix, MaxKeys = 1 }, soon.Token), cancel);
    }

    public void Dispose()
    {
        client.Dispose();
        lengths.Dispose();
    }

    /// <returns>Null if there is none.</returns>
    async Task<long?> Length(string sha256, CancellationToken cancel)
    {
        try
        {
            return (await Ask(() => client.GetObjectMetadataAsync(settings.Bucket, Key(sha256), cancel), cancel)).ContentLength;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    Task SendWhole(string path, string key, CancellationToken cancel) =>
        Ask(() => client.PutObjectAsync(new PutObjectRequest { BucketName = settings.Bucket, Key = key, FilePath = path, ContentType = "application/octet-stream", UseChunkEncoding = false }, cancel), cancel);

    async Task SendInParts(string path, long length, string key, CancellationToken cancel)
    {
        var size = Math.Max(Part, (length / MostParts) + 1);
        var upload = (await Ask(() => client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = settings.Bucket, Key = key, ContentType = "application/octet-stream" }, cancel), cancel)).UploadId;
        var tags = new string[(length + size - 1) / size];
        var isWhole = false;
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, tags.Length), new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancel }, async (n, c) =>
                tags[n] = (await Ask(
                    () => client.UploadPartAsync(
                        new UploadPartRequest
                        {
                            BucketName = settings.Bucket,
                            Key = key,
                            UploadId = upload,
                            PartNumber = n + 1,
                            FilePath = path,
                            FilePosition = n * size,
                            PartSize = Math.Min(size, length - (n * size)),
                            IsLastPart = n == tags.Length - 1,
                            UseChunkEncoding = false,
                        },
                        c),
                    c)).ETag);
            await Ask(() => client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = settings.Bucket, Key = key, UploadId = upload, PartETags = [.. tags.Select((tag, n) => new PartETag(n + 1, tag))] }, cancel), cancel);
            isWhole = true;
        }
        finally
        {
            // Parts of what never became a file are paid for.
            if (!isWhole)
                await Forget(key, upload);
        }
    }

    async Task Forget(string key, string upload)
    {
        try
        {
            await Ask(() => client.AbortMultipartUploadAsync(settings.Bucket, key, upload, CancellationToken.None), CancellationToken.None);
        }
        catch (FileNotFoundException)
        {
            // The bucket has given it up already, or finished it and the answer was lost: then the next try finds the file.
        }
    }

    string Key(string sha256) => settings.Prefix + KeptFile.PathOf(sha256);

    static async Task<T> Ask<T>(Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException gone) when (gone.StatusCode == HttpStatusCode.NotFound && gone.ErrorCode != "NoSuchBucket")
        {
            throw new FileNotFoundException("It is not in the bucket.", gone);
        }
        catch (AmazonServiceException refused) when (refused.ErrorCode is { Length: > 0 } code)
        {
            throw new MediaUnreachable($"The media bucket cannot be used: {code}.", refused);
        }
        catch (Exception away) when (away is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException || (away is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new MediaUnreachable("The media bucket cannot be reached.", away);
        }
    }
}
