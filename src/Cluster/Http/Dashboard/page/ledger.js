// What happened and why, newest first.

import { read } from "./api.js";
import { byId, element, setOptions } from "./dom.js";
import { clock, count, detailsText, moment, words } from "./format.js";

const entriesMost = 500;

const line = entry => element("li", { class: ["failed", "node_lost"].includes(entry.kind) ? "bad" : null },
  element("time", { datetime: entry.at, title: moment(entry.at) }, clock(entry.at)), " ",
  element("span", { class: "soft" }, `step ${count(entry.step)} `),
  element("strong", {}, entry.kind === "step" ? "step voided" : words(entry.kind)), ` ${detailsText(entry.details)}`);

export function createLedger() {
  const kind = element("select", { onchange: () => show() }, element("option", { value: "" }, "everything"));
  const text = element("input", { type: "search", placeholder: "reason, node, who …", oninput: () => show() });
  const list = element("ol", { class: "lines scroll tall", tabindex: 0, "aria-label": "Ledger, newest first" });
  byId("ledger").append(element("div", { class: "controls" },
    element("label", {}, "Kind ", kind), element("label", {}, "Contains ", text)), list);
  let entries = [];

  const isWanted = entry => (!kind.value || entry.kind === kind.value)
    && line(entry).textContent.toLowerCase().includes(text.value.toLowerCase());

  function show() {
    const wanted = entries.filter(isWanted);
    list.replaceChildren(...(wanted.length ? wanted.map(line) : [element("li", { class: "soft" }, "Nothing.")]));
  }

  function offerKinds() {
    const kinds = [...new Set(entries.map(entry => entry.kind))].sort();
    if (kinds.length + 1 !== kind.options.length)
      setOptions(kind, [["", "everything"], ...kinds.map(one => [one, one === "step" ? "step voided" : words(one)])]);
  }

  function add(entry) {
    if (entries.length && entry.id <= entries[0].id) return;
    entries = [entry, ...entries.slice(0, entriesMost - 1)];
    offerKinds();
    if (!isWanted(entry)) return;
    if (list.querySelector("time") === null) list.replaceChildren();
    list.prepend(line(entry));
    while (list.children.length > entriesMost) list.lastChild.remove();
  }

  async function load() {
    entries = (await read("/api/ledger")).entries.reverse();
    offerKinds();
    show();
  }

  return { load, ledger: add };
}
