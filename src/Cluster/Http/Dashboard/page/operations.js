// Buttons for what may be asked of the run. The node says which operations it knows and what each needs; these every node knows.

import { post, read } from "./api.js";
import { byId, element } from "./dom.js";

const always = [
  { operation: "pause", description: "Begins no further step until resume.", required: [], optional: [] },
  { operation: "resume", description: "Goes on after pause.", required: [], optional: [] },
  { operation: "checkpoint", description: "Writes a checkpoint between this step and the next.", required: [], optional: [] },
  { operation: "drain", description: "Empties a node, which then leaves the run.", required: ["node"], optional: [] },
];
const hints = {
  401: "Operations need a token that may operate.",
  403: "This token may only read.",
  404: "This node takes no operations.",
};

export function createOperations() {
  const section = byId("operations");
  const note = element("p", { class: "soft" }, "Asking what may be done …");
  const answer = element("p", { role: "status", class: "readout" });
  const why = element("input", { name: "why", required: true, placeholder: "stands in the ledger", autocomplete: "off" });
  const forms = element("div", { class: "operations" });
  const fields = element("fieldset", { disabled: true }, element("legend", {}, "Operations take effect between two steps"),
    element("label", {}, "Why ", why), forms);
  section.append(note, element("form", { onsubmit: event => event.preventDefault() }, fields), answer);

  async function send(operation, inputs) {
    if (![why, ...inputs].every(input => input.reportValidity())) return;
    const given = inputs.filter(input => input.value).map(input => [input.name, input.value]);
    try {
      const { id } = await post("/api/operations", { operation, why: why.value, ...Object.fromEntries(given) });
      answer.textContent = `${operation}: accepted as number ${id}.`;
    } catch (failure) {
      answer.textContent = `${operation}: ${failure.message}`;
    }
  }

  function formOf(known) {
    const inputs = [...known.required.map(name => [name, true]), ...known.optional.map(name => [name, false])].map(([name, required]) =>
      element("input", { name, required, placeholder: name, "aria-label": `${known.operation}: ${name}`, autocomplete: "off" }));
    return element("div", { class: "operation" },
      element("button", { type: "button", title: known.description, onclick: () => send(known.operation, inputs) }, known.operation),
      ...inputs, element("span", { class: "soft" }, known.description));
  }

  forms.replaceChildren(...always.map(formOf));

  async function load() {
    // What somebody is typing is not taken away.
    if (!fields.disabled) return;
    try {
      const { known } = await read("/api/operations");
      if (known) forms.replaceChildren(...known.map(formOf));
      fields.disabled = false;
      note.textContent = "Every operation is a ledger line with who and why.";
    } catch (failure) {
      note.textContent = hints[failure.status] ?? failure.message;
    }
  }

  return { load };
}
