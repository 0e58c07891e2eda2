using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Util;

namespace AkkaSpecs.Inside;

/// <summary>Members and views made by hand.</summary>
internal static class Views
{
    public static UniqueAddress Node(int port, int life = 1) =>
        new(new Address("akka.tcp", "views", "127.0.0.1", port), life);

    /// <summary>A member whose age is its port unless said otherwise.</summary>
    public static Member Up(int port, string role = "", int? age = null) =>
        Member.Create(Node(port), role == "" ? [] : [role], AppVersion.Zero).CopyUp(age ?? port);

    public static Member Joining(int port, int life = 1) => Member.Create(Node(port, life), [], AppVersion.Zero);

    public static Membership Of(params IEnumerable<Member> members) =>
        members.Aggregate(Membership.Empty, (view, member) => view.With(member));

    /// <summary>As an observer sees it that cannot reach these ports.</summary>
    public static Membership Unreachable(this Membership view, int observer, params IEnumerable<int> ports) =>
        view.WithObservation(Node(observer), [.. ports.Select(port => Node(port))]);
}
