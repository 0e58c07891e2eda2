// Buttons for what may be asked of the run. The node says which operations it knows and what each needs.

import { post, read } from "./api.js";
import { byId, element } from "./dom.js";
import { nodeName } from "./format.js";

const hints = {
  401: "Operations need a token that may operate.",
  403: "This token may only read.",
  404: "This node takes no operations.",
};

// Arguments that are names of something the run has.
const lists = { expert: "known-experts", other: "known-experts", node: "known-nodes" };

// What earlier operations come to.
export function stateText(now) {
  const pins = Object.entries(now.pins).map(([expert, node]) => `${expert} on ${nodeName(node)}`);
  const changes = [["frozen", now.frozen], ["pinned", pins], ["quarantined", now.quarantined], ["sampler", now.sampler ? [now.sampler] : []]];
  const parts = changes.filter(([, names]) => names.length).map(([name, names]) => `${name}: ${names.join(", ")}`);
  return [now.paused ? "paused" : "not paused", ...parts].join("; ");
}

export function createOperations() {
  const section = byId("operations");
  const note = element("p", { class: "soft" }, "Asking what may be done …");
  const answer = element("p", { role: "status", class: "readout" });
  const why = element("input", { name: "why", required: true, placeholder: "stands in the ledger", autocomplete: "off" });
  const forms = element("div", { class: "operations" });
  const fields = element("fieldset", { disabled: true }, element("legend", {}, "Operations take effect between two steps"),
    element("label", {}, "Why ", why), forms);
  const [experts, nodes] = [element("datalist", { id: lists.expert }), element("datalist", { id: lists.node })];
  section.append(experts, nodes, note, element("form", { onsubmit: event => event.preventDefault() }, fields), answer);

  async function send(operation, inputs) {
    if (![why, ...inputs].every(input => input.reportValidity())) return;
    const given = inputs.filter(input => input.value).map(input => [input.name, input.value]);
    answer.textContent = `${operation}: asking …`;
    try {
      const { id } = await post("/api/operations", { operation, why: why.value, ...Object.fromEntries(given) });
      answer.textContent = `${operation}: accepted as number ${id}.`;
    } catch (failure) {
      answer.textContent = `${operation}: ${failure.message}`;
    }
  }

  function formOf(known) {
    const inputs = [...known.required.map(name => [name, true]), ...known.optional.map(name => [name, false])].map(([name, required]) =>
      element("input", {
        name, required, placeholder: name, list: lists[name], "aria-label": `${known.operation}: ${name}`, autocomplete: "off" }));
    return element("div", { class: "operation" },
      element("button", { type: "button", onclick: () => send(known.operation, inputs) }, known.operation),
      ...inputs, element("span", { class: "soft" }, known.description.replaceAll("`", "")));
  }

  async function load() {
    try {
      const { now, known } = await read("/api/operations");
      note.textContent = `Now: ${stateText(now)}.`;
      // What somebody is typing is not taken away.
      if (fields.disabled) forms.replaceChildren(...known.map(formOf));
      fields.disabled = false;
    } catch (failure) {
      fields.disabled = true;
      note.textContent = hints[failure.status] ?? failure.message;
    }
  }

  function offer(map) {
    const optionsOf = names => [...new Set(names)].map(value => element("option", { value }));
    experts.replaceChildren(...optionsOf(map.experts.map(one => one.expert)));
    nodes.replaceChildren(...optionsOf(map.nodes.map(one => nodeName(one.node))));
  }

  return { load, map: offer, ledger: entry => entry.kind === "operation" ? load() : undefined };
}
