using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Planable.Data.Databases;
using Planable.Jobs.Media;
using Planable.Jobs.Media.Buckets;
using Planable.Tests.Emulators.Buckets;

namespace Planable.Tests.Media.Buckets;

public sealed class MediaBucketTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("bucket-").FullName;
    BucketEmulator emulator = null!;
    MediaBucket bucket = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        emulator = await BucketEmulator.Start();
        bucket = new MediaBucket(Settings()!);
    }

    public async ValueTask DisposeAsync()
    {
        bucket.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_put_lies_under_its_hash_once_and_is_read_from_any_place()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var sha256 = await bucket.Put(new MemoryStream(bytes), Cancel);
        Assert.Equal(sha256, await bucket.Put(new MemoryStream(bytes), Cancel));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), sha256);
        Assert.Equal([$"team/{sha256[..2]}/{sha256[2..4]}/{sha256}"], emulator.Objects.Keys);
        Assert.Single(emulator.Asked, a => a.StartsWith("PUT", StringComparison.Ordinal));
        Assert.True(await bucket.Has(sha256, Cancel));

        await using var stored = await bucket.Open(sha256, Cancel);
        Assert.Equal((100_000, true), (stored.Length, stored.CanSeek));
        stored.Seek(-10, SeekOrigin.End);
        Assert.Equal(bytes[^10..], await Rest(stored));
        stored.Position = 5000;
        Assert.Equal(bytes[5000..], await Rest(stored));
        Assert.Empty(await Rest(stored));
    }

    [Fact]
    public async Task A_taken_file_is_gone_from_its_place_only_once_it_is_kept()
    {
        var path = Path.Combine(folder, "picture");
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(1000), Cancel);
        emulator.IsAway = true;
        await Assert.ThrowsAsync<MediaUnreachable>(() => bucket.Take(path, Cancel));
        Assert.True(File.Exists(path));
        emulator.IsAway = false;
        Assert.True(await bucket.Has(await bucket.Take(path, Cancel), Cancel));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_large_file_goes_in_parts_and_is_whole()
    {
        var path = Path.Combine(folder, "film");
        var bytes = RandomNumberGenerator.GetBytes((40 * 1024 * 1024) + 17);
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        var sha256 = await bucket.Take(path, Cancel);
        Assert.Equal((3, 0), (emulator.Asked.Count(a => a.Contains("partNumber", StringComparison.Ordinal)), emulator.UploadsOpen));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(emulator.Objects.Values.Single())));
    }

    [Fact]
    public async Task Parts_that_do_not_fit_together_leave_nothing_there_and_the_file_here()
    {
        var path = Path.Combine(folder, "film");
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(20 * 1024 * 1024), Cancel);
        emulator.ConfusesTags = true;
        Assert.Contains("InvalidPart", (await Assert.ThrowsAsync<MediaUnreachable>(() => bucket.Take(path, Cancel))).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0, true), (emulator.Objects.Count, emulator.UploadsOpen, File.Exists(path)));
        emulator.ConfusesTags = false;
        Assert.True(await bucket.Has(await bucket.Take(path, Cancel), Cancel));
    }

    [Fact]
    public async Task Asked_to_come_later_it_comes_later()
    {
        emulator.SlowDown(2);
        var sha256 = await bucket.Put(new MemoryStream([1, 2, 3]), Cancel);
        emulator.SlowDown(2);
        await using var stored = await bucket.Open(sha256, Cancel);
        emulator.SlowDown(2);
        Assert.Equal([1, 2, 3], await Rest(stored));
    }

    [Fact]
    public async Task A_cut_line_is_taken_up_where_it_was_cut_and_not_for_ever()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var sha256 = await bucket.Put(new MemoryStream(bytes), Cancel);
        emulator.Cut(2);
        await using (var stored = await bucket.Open(sha256, Cancel))
            Assert.Equal(bytes, await Rest(stored));
        emulator.Cut(1000);
        await using (var stored = await bucket.Open(sha256, Cancel))
            await Assert.ThrowsAsync<MediaUnreachable>(() => Rest(stored));
    }

    [Fact]
    public async Task What_is_not_there_is_told_from_what_cannot_be_asked_for()
    {
        var nothing = new string('0', 64);
        Assert.False(await bucket.Has(nothing, Cancel));
        await Assert.ThrowsAsync<FileNotFoundException>(() => bucket.Open(nothing, Cancel));
        emulator.IsAway = true;
        await Assert.ThrowsAsync<MediaUnreachable>(() => bucket.Has(nothing, Cancel));
        await Assert.ThrowsAsync<MediaUnreachable>(() => bucket.Open(nothing, Cancel));
        await Assert.ThrowsAsync<MediaUnreachable>(() => bucket.Reach(Cancel));
    }

    [Fact]
    public async Task With_another_secret_region_or_bucket_it_says_what_the_server_says_and_not_the_secret()
    {
        await bucket.Reach(Cancel);
        foreach (var (name, value, code) in (IEnumerable<(string, string, string)>)[("SecretKey", "not-the-secret", "SignatureDoesNotMatch"), ("Region", "us-east-1", "AuthorizationHeaderMalformed"), ("Bucket", "another", "NoSuchBucket"), ("AccessKey", "nobody", "InvalidAccessKeyId")])
        {
            using var other = new MediaBucket(Settings((name, value))!);
            var refused = await Assert.ThrowsAsync<MediaUnreachable>(() => other.Reach(Cancel));
            Assert.Contains(code, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(name == "SecretKey" ? value : BucketEmulator.SecretKey, refused.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_files_are_found_page_after_page_and_nothing_of_others()
    {
        emulator.PageSize = 2;
        var put = new List<KeptFile>();
        for (byte n = 1; n <= 5; n++)
            put.Add(new KeptFile(await bucket.Put(new MemoryStream(new byte[n]), Cancel), n));
        emulator.Objects["team/readme.txt"] = [1];
        emulator.Objects[put[0].Path] = [1];
        Assert.Equal(put.OrderBy(f => f.Sha256, StringComparer.Ordinal), await bucket.All(Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Copying_goes_on_where_it_broke_off_and_leaves_out_what_is_damaged()
    {
        var here = new MediaFolder(folder);
        var good = new List<string>();
        for (var n = 0; n < 3; n++)
            good.Add(await here.Put(new MemoryStream(Encoding.UTF8.GetBytes($"file {n}")), Cancel));
        var spoilt = await here.Put(new MemoryStream("as it was"u8.ToArray()), Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, KeptFile.PathOf(spoilt)), "otherwise", Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "half.part"), "not whole", Cancel);

        var copy = new StoreCopy(here, bucket);
        emulator.Asked.Clear();
        var told = 0;
        await Assert.ThrowsAsync<MediaUnreachable>(() => copy.Run(n => (told, emulator.IsAway) = (n, true), Cancel));
        Assert.Equal((1, 1), (told, emulator.Objects.Count));
        emulator.IsAway = false;
        var outcome = await copy.Run(_ => { }, Cancel);
        Assert.Equal((2, 1), (outcome.Copied, outcome.There));
        Assert.Equal([spoilt], outcome.Damaged);
        Assert.Equal((0, 3), await copy.Run(_ => { }, Cancel) is var again ? (again.Copied, again.There) : default);

        var elsewhere = new MediaFolder(Path.Combine(folder, "elsewhere"));
        Assert.Equal(3, (await new StoreCopy(bucket, elsewhere).Run(_ => { }, Cancel)).Copied);
        Assert.Equal(good.Order(StringComparer.Ordinal), (await elsewhere.All(Cancel).ToListAsync(Cancel)).Select(f => f.Sha256).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Bucket", "", "Storage:S3:Bucket is not set")]
    [InlineData("Bucket", "No_Such", "no name of a bucket")]
    [InlineData("Endpoint", "s3.example.com", "Endpoint is no origin")]
    [InlineData("Endpoint", "https://s3.example.com/media", "without a path")]
    [InlineData("AccessKey", "", "Storage:S3:AccessKey is not set")]
    [InlineData("SecretKey", "", "Storage:S3:SecretKey is not set")]
    [InlineData("PathStyle", "yes", "PathStyle is true or false")]
    public void Settings_that_cannot_be_used_say_which_one_and_never_the_secret(string name, string value, string words)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Settings((name, value)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(BucketEmulator.SecretKey, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_endpoint_it_is_amazons_and_needs_a_region_and_without_anything_the_folder()
    {
        Assert.Contains("neither Storage:S3:Endpoint nor Storage:S3:Region", Assert.Throws<InvalidOperationException>(() => Settings(("Endpoint", ""), ("Region", ""))).Message, StringComparison.Ordinal);
        Assert.False(Settings(("Endpoint", ""))!.PathStyle);
        Assert.Null(BucketSettings.In(new ConfigurationBuilder().AddInMemoryCollection([new("Storage:S3:Bucket", "")]).Build()));
        Assert.DoesNotContain(BucketEmulator.SecretKey, Settings()!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The examples of "Authenticating Requests: Using the Authorization Header" in Amazon's reference of S3, so that the emulator refuses what Amazon would.</summary>
    [Theory]
    [InlineData("GET\n/test.txt\n\nhost:examplebucket.s3.amazonaws.com\nrange:bytes=0-9\nx-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nx-amz-date:20130524T000000Z\n\nhost;range;x-amz-content-sha256;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("GET\n/\nlifecycle=\nhost:examplebucket.s3.amazonaws.com\nx-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\nx-amz-date:20130524T000000Z\n\nhost;x-amz-content-sha256;x-amz-date\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    public void The_emulator_signs_as_amazons_examples_do(string canonical, string signature) =>
        Assert.Equal(signature, SignedRequest.Sign(canonical, "20130524T000000Z", "20130524", "us-east-1", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    internal static IEnumerable<(string Name, string Value)> SettingsOf(string address) =>
    [
        ("Endpoint", address), ("Bucket", BucketEmulator.Bucket), ("Region", BucketEmulator.Region), ("AccessKey", BucketEmulator.AccessKey), ("SecretKey", BucketEmulator.SecretKey), ("Prefix", "/team/"),
    ];

    BucketSettings? Settings(params (string Name, string Value)[] others) =>
        BucketSettings.In(new ConfigurationBuilder().AddInMemoryCollection(
            SettingsOf(emulator.Address).Where(s => !others.Any(o => o.Name == s.Name)).Concat(others).Select(s => new KeyValuePair<string, string?>($"Storage:S3:{s.Name}", s.Value))).Build());

    static async Task<byte[]> Rest(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancel);
        return bytes.ToArray();
    }
}
