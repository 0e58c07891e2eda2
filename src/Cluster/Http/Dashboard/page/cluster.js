// Nodes with the experts on them and their load; what moves and what is lost, as it happens.

import { read } from "./api.js";
import { byId, detailsOf, element, table } from "./dom.js";
import { clock, count, detailsText, nodeName, percent, words } from "./format.js";

const kindsShown = ["node_lost", "not_placed", "recovered", "moved", "handed_over", "resumed", "started"];
const eventsMost = 12;
const freshMs = 8000;

function expertChip(expert, most, isFresh) {
  const chip = element("li", {
    class: `expert${isFresh ? " fresh" : ""}${expert.off ? " off" : ""}`,
    title: `${expert.expert}${expert.off ? ", off" : ""}: version ${expert.version}, ${count(expert.micro_batches)} micro-batches`,
  }, expert.expert, ...expert.off ? [element("span", { class: "hidden-text" }, " (off)")] : []);
  chip.style.setProperty("--load", most ? expert.micro_batches / most : 0);
  return chip;
}

function nodeCard(node, experts, sums, fresh) {
  const tags = [node.is_coordinator && "coordinator", node.is_here && "this node", node.leaving && "leaving"].filter(Boolean);
  const share = sums.all ? node.micro_batches / sums.all : 0;
  return element("li", { class: `node${node.leaving ? " leaving" : ""}` },
    element("h3", {}, nodeName(node.node)),
    element("p", { class: "tags" }, ...tags.map(tag => element("span", { class: "tag quiet" }, tag))),
    element("p", { class: "soft" }, `Experts: ${count(node.experts)}, ${percent(share)} of the load`),
    element("meter", { min: 0, max: 1, value: share, "aria-hidden": "true" }),
    element("ul", { class: "experts", "aria-label": `Experts on ${nodeName(node.node)}` },
      ...experts.map(expert => expertChip(expert, sums.most, fresh.has(expert.expert)))));
}

export function createCluster() {
  const section = byId("cluster");
  const nodes = element("ul", { class: "nodes" });
  const happened = element("ol", { class: "lines", "aria-label": "Moves and recoveries, newest first" });
  let map = { nodes: [], experts: [] };
  const fresh = new Map();
  const details = detailsOf("Experts as a table", () => table("Experts", ["Expert", "Slot", "Node", "Version", "Micro-batches"],
    map.experts.map(one => [one.expert, one.off ? "off" : "on", nodeName(one.node), count(one.version), count(one.micro_batches)]),
    { class: "numbers" }));
  section.append(
    element("p", { class: "soft" }, "An expert is the darker the more micro-batches it takes part in; an edge marks one that has just "
      + "moved, and one that is struck out is off: no route leads through it."),
    nodes, details, element("h3", {}, "Moves and recoveries"), happened);

  function show(next) {
    const before = new Map(map.experts.map(one => [one.expert, one.node]));
    const moved = next.experts.filter(one => before.has(one.expert) && before.get(one.expert) !== one.node);
    for (const one of moved) fresh.set(one.expert, performance.now());
    for (const [expert, at] of fresh) if (performance.now() - at > freshMs) fresh.delete(expert);
    map = next;
    const loads = map.experts.map(one => one.micro_batches);
    const sums = { all: loads.reduce((sum, load) => sum + load, 0), most: Math.max(0, ...loads) };
    const on = Map.groupBy(map.experts, one => one.node);
    nodes.replaceChildren(...map.nodes.map(node => nodeCard(node, on.get(node.node) ?? [], sums, fresh)));
    details.refresh();
    if (moved.length) say(new Date(), "moved", moved.map(one =>
      `${one.expert}: ${nodeName(before.get(one.expert))} → ${nodeName(one.node)}`).join(", "));
  }

  function say(at, kind, text) {
    happened.prepend(element("li", { class: kind === "node_lost" ? "bad" : null },
      element("time", { datetime: new Date(at).toISOString() }, clock(at)), " ", element("strong", {}, words(kind)), ` ${text}`));
    while (happened.children.length > eventsMost) happened.lastChild.remove();
  }

  const told = entry => {
    if (kindsShown.includes(entry.kind)) say(entry.at, entry.kind, `at step ${count(entry.step)}. ${detailsText(entry.details)}`);
  };

  async function load() {
    const [{ nodes: there }, { experts }, { entries }] =
      await Promise.all([read("/api/nodes"), read("/api/experts"), read("/api/ledger")]);
    happened.replaceChildren();
    entries.forEach(told);
    show({ nodes: there, experts });
  }

  return { load, map: show, ledger: told };
}
