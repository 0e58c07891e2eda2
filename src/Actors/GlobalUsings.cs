// A namespace called Cluster would hide Akka's class of that name; the alias works everywhere.
global using AkkaCluster = Akka.Cluster.Cluster;
