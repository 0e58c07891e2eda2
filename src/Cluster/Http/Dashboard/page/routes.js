// How much every expert serves every task: a table whose cells are coloured, so that it is read like any other.

import { read } from "./api.js";
import { byId, element } from "./dom.js";
import { count, decimals } from "./format.js";

const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

const shortLayer = name => name.replace("encoder.", "e").replace("decoder.", "d");

const classes = column => `${column.expert === 0 ? "first" : ""} ${column.isOff ? "off" : ""}`;

const spoken = column => column.isOff ? `${column.name}, off` : column.name;

function head(layers, columns) {
  return element("thead", {},
    element("tr", {}, element("th", { scope: "col", rowspan: 2 }, "Task"), ...layers.map(layer => element("th", {
      scope: "colgroup", colspan: layer.experts, class: "first", title: layer.name }, shortLayer(layer.name)))),
    element("tr", {}, ...columns.map(column =>
      element("th", { scope: "col", class: classes(column), "aria-label": spoken(column) }, String(column.expert)))));
}

function cell(weight, column) {
  const made = element("td", { class: `heat ${classes(column)}` }, element("span", { class: "hidden-text" }, decimals(weight, 2)));
  made.style.setProperty("--share", weight);
  return made;
}

export function createRoutes() {
  const section = byId("routes");
  const note = element("p", { class: "soft" }, "Routes are written with every checkpoint; there is none yet.");
  const readout = element("p", { class: "readout", role: "status" });
  const grid = element("table", { class: "heatmap" });
  const frame = element("div", {
    class: "scroll tall", tabindex: 0, role: "group",
    "aria-label": "Routes of every task. Arrow keys move from weight to weight.",
    onkeydown: event => move(event), onpointerover: event => { if (event.target.closest("td")) choose(event.target.closest("td")); },
  }, grid);
  section.append(note, frame, readout);
  let routes = { layers: [], tasks: [] }, columns = [], off = [], chosen = null;

  function choose(next) {
    chosen?.classList.remove("chosen");
    chosen = next;
    chosen.classList.add("chosen");
    const task = routes.tasks[chosen.parentElement.sectionRowIndex];
    const column = columns[chosen.cellIndex - 1];
    readout.textContent = `${task.task} (${task.category}), ${spoken(column)}: ${decimals(task.weights[column.layer][column.expert], 3)}`;
  }

  function move(event) {
    const step = moves[event.key];
    const rows = grid.tBodies[0]?.rows;
    if (!step || !rows?.length) return;
    event.preventDefault();
    const [row, column] = chosen ? [chosen.parentElement.sectionRowIndex + step[0], chosen.cellIndex + step[1]] : [0, 1];
    const next = rows[Math.min(Math.max(row, 0), rows.length - 1)].cells[Math.min(Math.max(column, 1), columns.length)];
    choose(next);
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function show() {
    chosen = null;
    columns = routes.layers.flatMap((layer, i) => [...Array(layer.experts).keys()].map(expert =>
      ({ name: `${layer.name}.${expert}`, layer: i, expert, isOff: off.includes(`${layer.name}.${expert}`) })));
    grid.replaceChildren(
      element("caption", {}, `After step ${count(routes.step)}`),
      head(routes.layers, columns),
      element("tbody", {}, ...routes.tasks.map(task => element("tr", {},
        element("th", { scope: "row", title: `${task.task}, ${task.category}` }, task.task),
        ...task.weights.flat().map((weight, i) => cell(weight, columns[i]))))));
    const more = routes.left_out ? ` ${count(routes.left_out)} more tasks are in routes/history.csv.` : "";
    note.textContent = `Weight of every expert for every task, as of the last checkpoint; the full colour is 1. `
      + `Experts that are off now are struck out.${more}`;
  }

  function map({ experts }) {
    const next = experts.filter(one => one.off).map(one => one.expert);
    if (next.join() === off.join()) return;
    off = next;
    if (routes.tasks.length) show();
  }

  async function load() {
    const newest = await read("/api/routes");
    if (newest.step === null || newest.step === routes.step) return;
    routes = newest;
    show();
  }

  return { load, map, ledger: entry => ["checkpoint", "resumed", "recovered"].includes(entry.kind) ? load() : undefined };
}
