using Planable.Jobs.Connectors.Bluesky;

namespace Planable.Tests.Connectors.Bluesky;

public sealed class RecordKeysTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void A_delivery_always_has_the_same_key()
    {
        var delivery = Guid.Parse("019a9c3e-5b7a-7c1d-9f00-0123456789ab");

        Assert.Equal(RecordKeys.For(delivery, Monday), RecordKeys.For(delivery, Monday));
        Assert.Matches("^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$", RecordKeys.For(delivery, Monday));
    }

    [Fact]
    public void Deliveries_of_one_instant_have_keys_of_their_own()
    {
        // The same ids in every run: thirty bits leave two of two thousand the same once in five hundred runs.
        var chance = new Random(7);
        var ids = Enumerable.Range(0, 2_000).Select(_ =>
        {
            var bytes = new byte[16];
            chance.NextBytes(bytes);
            return new Guid(bytes);
        });
        Assert.Equal(2_000, ids.Select(id => RecordKeys.For(id, Monday)).Distinct().Count());
    }

    [Fact]
    public void Keys_sort_by_time()
    {
        var keys = Enumerable.Range(0, 50).Select(day => RecordKeys.For(Guid.CreateVersion7(), Monday.AddDays(day))).ToList();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }
}
