// What one actor did lately, on whichever node: read again every few seconds as long as somebody follows it.

import { read } from "./api.js";
import { byId, element, setOptions } from "./dom.js";
import { clock } from "./format.js";

const everyMs = 3000;

// After these actors may be elsewhere.
const kindsOfMoving = ["started", "resumed", "recovered", "moved"];

// What a run always has comes first; experts after it.
const firstNames = ["coordinator", "router", "node"];
const place = name => (firstNames.indexOf(name) + firstNames.length + 1) % (firstNames.length + 1);

export function createLog() {
  const actor = element("select", { onchange: () => choose() });
  const node = element("select", { onchange: () => show() });
  const follows = element("input", { type: "checkbox", checked: true });
  const list = element("ol", { class: "lines scroll tall", tabindex: 0, "aria-label": "Log, newest first" });
  byId("log").append(element("div", { class: "controls" },
    element("label", {}, "Actor ", actor), element("label", {}, "Node ", node), element("label", {}, follows, " follow")), list);
  let actors = [];

  async function load() {
    actors = (await read("/api/log")).actors;
    const names = actors.map(one => one.actor).sort((one, other) => place(one) - place(other));
    setOptions(actor, names.map(name => [name, name]));
    await choose();
  }

  async function choose() {
    const nodes = actors.find(one => one.actor === actor.value)?.nodes ?? [];
    setOptions(node, [["", "any"], ...nodes.map(name => [name, name])]);
    await show();
  }

  async function show() {
    if (!actor.value) {
      list.replaceChildren(element("li", { class: "soft" }, "No actor has said anything yet."));
      return;
    }
    const at = node.value ? `&node=${encodeURIComponent(node.value)}` : "";
    const { lines } = await read(`/api/log?actor=${encodeURIComponent(actor.value)}${at}`);
    list.replaceChildren(...lines.map(line => element("li", {},
      element("time", { datetime: line.at }, clock(line.at)), " ", element("span", { class: "soft" }, line.node), ` ${line.what}`)));
  }

  let askedAt = 0;
  const run = () => {
    if (!follows.checked || performance.now() - askedAt < everyMs) return undefined;
    askedAt = performance.now();
    return actors.length ? show() : load();
  };
  return { load, run, ledger: entry => kindsOfMoving.includes(entry.kind) ? load() : undefined };
}
