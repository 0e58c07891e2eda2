// Scores: means over evaluations as lines, and the newest of every task as a table by category.

import { LineChart } from "./chart.js";
import { read } from "./api.js";
import { byId, element } from "./dom.js";
import { count, decimals } from "./format.js";

const mean = values => values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

function lines(evaluations) {
  const dev = evaluations.filter(one => one.rows === "dev");
  // Sorted as the losses are, so that a category has one colour.
  const names = [...new Set(dev.flatMap(one => Object.keys(one.categories)))].sort();
  return {
    x: dev.map(one => one.step),
    series: [...names.map(name => ({ name, values: dev.map(one => one.categories[name] ?? null) })),
      { name: "all", values: dev.map(one => one.mean), strong: true }],
  };
}

function row(name, scores, rows, scope, isGroup) {
  return element("tr", { class: isGroup ? "group" : null }, element("th", { scope }, name), ...rows.map(kind => element("td", {},
    decimals(scores[kind]), element("meter", { min: 0, max: 1, value: Math.max(0, scores[kind] ?? 0), "aria-hidden": "true" }))));
}

function tableOf(tasks) {
  const rows = [...new Set(tasks.flatMap(task => Object.keys(task.scores)))].sort();
  const categories = [...new Set(tasks.map(task => task.category))];
  const bodies = categories.map(category => {
    const within = tasks.filter(task => task.category === category);
    const means = Object.fromEntries(rows.map(kind =>
      [kind, mean(within.map(task => task.scores[kind] ?? null).filter(score => score !== null))]));
    return element("tbody", {}, row(`${category}, mean`, means, rows, "rowgroup", true),
      ...within.map(task => row(task.task, task.scores, rows, "row", false)));
  });
  return element("table", { class: "scores" }, element("caption", {}, "The newest score of every task"),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Task"),
      ...rows.map(kind => element("th", { scope: "col" }, kind)))), ...bodies);
}

export function createScores() {
  const section = byId("scores");
  const note = element("p", { class: "soft" });
  const plot = element("div", {});
  const tables = element("div", { class: "scroll tall", tabindex: 0, role: "group", "aria-label": "Scores of every task" });
  section.append(note, plot, tables);
  const chart = new LineChart(plot, "Mean score on dev rows");

  async function load() {
    const { evaluations, tasks } = await read("/api/scores");
    const newest = evaluations.at(-1);
    note.textContent = newest
      ? `Last scored after step ${count(newest.step)}, on ${newest.rows} rows: mean ${decimals(newest.mean)}.`
      : "Nothing has been scored yet: tasks are scored at the end, and on the way where evaluation.every says so.";
    const means = lines(evaluations);
    plot.hidden = means.x.length === 0;
    chart.show(means);
    tables.replaceChildren(...(tasks.length ? [tableOf(tasks)] : []));
    tables.hidden = tasks.length === 0;
  }

  return { load, ledger: entry => entry.kind === "evaluation" ? load() : undefined };
}
