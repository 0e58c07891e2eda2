// Making elements. Text is always set as text, so nothing that a run is called can become markup.

const svgNamespace = "http://www.w3.org/2000/svg";

function dressed(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const byId = id => document.getElementById(id);

export const element = (name, attributes = {}, ...children) => dressed(document.createElement(name), attributes, children);

export const drawn = (name, attributes = {}, ...children) =>
  dressed(document.createElementNS(svgNamespace, name), attributes, children);

// A table with a caption; a row's first cell names it.
export function table(caption, columns, rows, attributes = {}) {
  return element("table", attributes,
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...columns.map(column => element("th", { scope: "col" }, column)))),
    element("tbody", {}, ...rows.map(([first, ...others]) => element("tr", {},
      element("th", { scope: "row" }, first), ...others.map(cell => element("td", {}, cell))))));
}

// Details that make their content when they are first opened, and again when it has changed while they are open.
export function detailsOf(summary, content) {
  const inside = element("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": summary });
  const details = element("details", { ontoggle: () => details.refresh() }, element("summary", {}, summary), inside);
  details.refresh = () => { if (details.open) inside.replaceChildren(content()); };
  return details;
}

// The options of a select; what was chosen stays chosen.
export function setOptions(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
  if (options.some(([value]) => value === chosen)) select.value = chosen;
}
