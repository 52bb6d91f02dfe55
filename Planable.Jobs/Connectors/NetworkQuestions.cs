using Microsoft.Extensions.Caching.Memory;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors;

/// <summary>What the network answered, or why it did not.</summary>
/// <param name="Trouble">One sentence for people; null if the items are the answer. Those of an earlier answer may stand beside it.</param>
public sealed record NetworkAnswer<T>(IReadOnlyList<T> Items, string? Trouble, DateTimeOffset At);

/// <summary>
/// What a person who writes asks of an account's network: the boards it has. Answers are remembered, questions are counted, and a network that is in trouble is left
/// alone for a while: writing never waits for it and never burdens it.
/// </summary>
public sealed class NetworkQuestions(ChannelKeys keys, ConnectorShelf connectors, IMemoryCache memory, TimeProvider clock)
{
    /// <summary>Of one channel, in a minute, by everybody.</summary>
    const int MostQuestions = 30;

    const int MostPeople = 20;

    static readonly TimeSpan KeepChoices = TimeSpan.FromHours(1);
    static readonly TimeSpan KeepFound = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(45);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public bool CanList(Channel channel, Setting setting) => setting.IsAsked && connectors.For(channel.Network) is IListChoices;

    /// <summary>What is remembered of a list; null if nobody has asked lately.</summary>
    public NetworkAnswer<Choice>? KnownChoices(Channel channel, Setting setting, IReadOnlyDictionary<string, string> chosen) =>
        memory.TryGetValue(Key<Choice>(channel, Question(setting, chosen)), out NetworkAnswer<Choice>? known) && known!.At > clock.GetUtcNow() - KeepChoices ? known : null;

    /// <param name="chosen">Of the other settings, as far as the list depends on them.</param>
    /// <param name="afresh">A person does not believe what is remembered.</param>
    public Task<NetworkAnswer<Choice>> Choices(Channel channel, Setting setting, IReadOnlyDictionary<string, string> chosen, bool afresh, CancellationToken cancel) =>
        Ask(channel, Question(setting, chosen), KeepChoices, afresh, (account, stop) => ((IListChoices)connectors.For(channel.Network)).Choices(account, setting.Key, chosen, stop), cancel);

    public bool CanFindPlaces(Channel channel) => connectors.For(channel.Network) is IFindPlaces;

    public Task<NetworkAnswer<FoundPlace>> Places(Channel channel, string words, CancellationToken cancel) =>
        Ask(channel, words.Trim().ToLowerInvariant(), KeepFound, afresh: false, (account, stop) => ((IFindPlaces)connectors.For(channel.Network)).Places(account, words.Trim(), stop), cancel);

    public bool CanFindPeople(Channel channel) => connectors.For(channel.Network) is IFindPeople finder && (!finder.DependsOnSignIn || !channel.IsUsable || finder.FindsBy(keys.Open(channel)));

    /// <summary>The network could be asked for people, had the channel been connected in another way.</summary>
    public bool CouldFindPeople(Channel channel) => connectors.For(channel.Network) is IFindPeople && !CanFindPeople(channel);

    public async Task<NetworkAnswer<FoundPerson>> People(Channel channel, string words, CancellationToken cancel)
    {
        var finder = (IFindPeople)connectors.For(channel.Network);
        var sought = words.Trim().TrimStart('@');
        if (!finder.GivesAll)
            return await Ask(channel, sought.ToLowerInvariant(), KeepFound, afresh: false, (account, stop) => finder.People(account, sought, stop), cancel);
        var everybody = await Ask(channel, "", KeepFound, afresh: false, (account, stop) => finder.People(account, "", stop), cancel);
        return everybody with { Items = [.. everybody.Items.Where(p => p.Handle.Contains(sought, StringComparison.OrdinalIgnoreCase) || p.Name.Contains(sought, StringComparison.OrdinalIgnoreCase)).Take(MostPeople)] };
    }

    /// <summary>Is there somebody of this name? Asks nobody.</summary>
    /// <returns>Null if nobody has asked lately; true also where the network cannot be asked, for then nothing can be said against the name.</returns>
    public bool? KnowsPerson(Channel channel, string handle)
    {
        var now = clock.GetUtcNow();
        if (memory.TryGetValue(Key<FoundPerson>(channel, handle.ToLowerInvariant()), out NetworkAnswer<FoundPerson>? known) && known!.At > now - KeepFound)
            return known.Items.Any(p => IsSame(p.Handle, handle, channel));
        return channel.State != ChannelState.Connected || (memory.TryGetValue(RestKey(channel), out (DateTimeOffset Until, string Words) resting) && resting.Until > now) ? true : null;
    }

    /// <summary>Those on the account's own server may be named without it.</summary>
    static bool IsSame(string found, string handle, Channel channel) =>
        string.Equals(found, handle, StringComparison.OrdinalIgnoreCase)
        || (channel.Server is { } server && Uri.TryCreate(server, UriKind.Absolute, out var at) && string.Equals($"{found}@{at.Authority}", handle, StringComparison.OrdinalIgnoreCase));

    static string Question(Setting setting, IReadOnlyDictionary<string, string> chosen) => $"{setting.Key}/{(setting.After is { } after ? chosen.GetValueOrDefault(after)?.Trim() : null)}";

    async Task<NetworkAnswer<T>> Ask<T>(
        Channel channel, string question, TimeSpan keep, bool afresh, Func<ChannelAccount, CancellationToken, Task<IReadOnlyList<T>>> ask, CancellationToken cancel)
    {
        var (key, now) = (Key<T>(channel, question), clock.GetUtcNow());
        memory.TryGetValue(key, out NetworkAnswer<T>? known);
        if (known is { Trouble: null } && !afresh && known.At > now - keep)
            return known;
        if (!afresh && memory.TryGetValue(RestKey(channel), out (DateTimeOffset Until, string Words) resting) && resting.Until > now)
            return Troubled(resting.Words);
        if (channel.State != ChannelState.Connected)
            return Troubled("The account has to be reconnected before it can be asked.");
        if (!MayAsk(channel, now))
            return Troubled("This account was asked very often just now. Wait a minute.");
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            var items = await Renewing(channel, ask, patience.Token);
            memory.Remove(RestKey(channel));
            return memory.Set(key, new NetworkAnswer<T>(items, null, now), keep);
        }
        catch (ConnectorFailure failure)
        {
            // What is refused for this question says nothing about the next.
            return failure.Failure.Class == FailureClass.Permanent ? Troubled(failure.Failure.Words) : Rested(failure.Failure.Words, failure.Failure.RetryAfter);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Rested($"{Networks.Of(channel.Network).Name} does not answer at the moment.", null);
        }

        NetworkAnswer<T> Troubled(string words) => new(known?.Items ?? [], words, known?.At ?? now);

        NetworkAnswer<T> Rested(string words, TimeSpan? asLong)
        {
            var rest = asLong is { } wish && wish > Rest ? wish : Rest;
            memory.Set(RestKey(channel), (now + rest, words), rest);
            return Troubled(words);
        }
    }

    async Task<IReadOnlyList<T>> Renewing<T>(Channel channel, Func<ChannelAccount, CancellationToken, Task<IReadOnlyList<T>>> ask, CancellationToken cancel)
    {
        try
        {
            return await ask(keys.Open(channel), cancel);
        }
        catch (ConnectorFailure expired) when (expired.Failure.Class == FailureClass.TokenExpired)
        {
            if (await keys.Refresh(channel, connectors.For(channel.Network), cancel) is { } unrenewed)
                throw new ConnectorFailure(unrenewed, expired);
            return await ask(keys.Open(channel), cancel);
        }
    }

    bool MayAsk(Channel channel, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        var asked = memory.GetOrCreate(("questions", channel.Id, minute), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(2);
            return new Count();
        })!;
        return Interlocked.Increment(ref asked.Questions) <= MostQuestions;
    }

    static (Type, Guid, string) Key<T>(Channel channel, string question) => (typeof(T), channel.Id, question);

    static (string, Guid) RestKey(Channel channel) => ("resting", channel.Id);

    sealed class Count
    {
        public int Questions;
    }
}
