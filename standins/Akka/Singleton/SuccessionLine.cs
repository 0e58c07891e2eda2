namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Who is ahead of this node: the older members of the role that have neither told that they gave the singleton up nor
/// been removed long enough. The first in line has the singleton.
/// </summary>
internal sealed class SuccessionLine(UniqueAddress self, string role)
{
    private readonly Dictionary<UniqueAddress, Member> _ahead = [];
    private readonly HashSet<UniqueAddress> _cleared = [];
    private Member _self;

    /// <summary>Whether nobody is ahead.</summary>
    public bool IsFirst => _ahead.Count == 0;

    /// <summary>Whether this node is up and all ahead are on their way out.</summary>
    public bool IsNext => _self?.Status == MemberStatus.Up && _ahead.Values.All(
        member => member.Status is MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed);

    /// <summary>Those ahead that are leaving in an orderly way, and can be asked.</summary>
    public IEnumerable<Member> Leaving => _ahead.Values.Where(member => member.Status == MemberStatus.Exiting);

    /// <summary>Whether a node is ahead.</summary>
    public bool IsAhead(UniqueAddress node) => _ahead.ContainsKey(node);

    /// <summary>The others that could have the singleton.</summary>
    public IEnumerable<Member> Others(ClusterEvent.CurrentClusterState state) =>
        state.Members.Where(member => Counts(member) && member.UniqueAddress != self);

    /// <summary>Starts from a state.</summary>
    public void Start(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members)
            Note(member);
    }

    /// <summary>Follows an event.</summary>
    public void Follow(ClusterEvent.IMemberEvent happened) => Note(happened.Member);

    /// <summary>A node is ahead no more, now or ever.</summary>
    public void Clear(UniqueAddress node)
    {
        _cleared.Add(node);
        _ahead.Remove(node);
    }

    private void Note(Member member)
    {
        if (!Counts(member) || member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp)
            return;
        if (member.UniqueAddress == self)
        {
            // Events of members that came up together are not ordered by age.
            _self = member;
            foreach (var younger in _ahead.Values.Where(other => !other.IsOlderThan(member)).ToList())
                _ahead.Remove(younger.UniqueAddress);
            return;
        }

        if (_ahead.ContainsKey(member.UniqueAddress)
            || (member.Status != MemberStatus.Removed && !_cleared.Contains(member.UniqueAddress)
                && (_self is null || member.IsOlderThan(_self))))
            _ahead[member.UniqueAddress] = member;
    }

    private bool Counts(Member member) => string.IsNullOrEmpty(role) || member.HasRole(role);
}
