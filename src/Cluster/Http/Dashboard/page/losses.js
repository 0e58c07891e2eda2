// Loss over steps, of the categories or of one category's tasks.

import { LineChart } from "./chart.js";
import { read } from "./api.js";
import { byId, element, setOptions } from "./dom.js";
import { smoothed } from "./scale.js";

const everyMs = 2000;
const memory = 0.9;

// Puts newer points behind those that are there; the last of those is not full yet, and comes again.
export function joined(old, newer) {
  if (!old || old.steps_per_point !== newer.steps_per_point || newer.steps.length === 0) return newer;
  const kept = old.steps.filter(step => step < newer.steps[0]).length;
  const names = [...new Set([...Object.keys(old.series), ...Object.keys(newer.series)])].sort();
  const both = (one, other) => [
    ...(one ?? Array(old.steps.length).fill(null)).slice(0, kept), ...(other ?? Array(newer.steps.length).fill(null))];
  return {
    steps_per_point: newer.steps_per_point,
    steps: both(old.steps, newer.steps),
    loss: both(old.loss, newer.loss),
    series: Object.fromEntries(names.map(name => [name, both(old.series[name], newer.series[name])])),
  };
}

export function createLosses() {
  const group = element("select", { onchange: () => { curves = null; load(); } }, element("option", { value: "" }, "by category"));
  const smooth = element("input", { type: "checkbox", checked: true, onchange: () => show() });
  const section = byId("loss");
  section.append(element("div", { class: "controls" },
    element("label", {}, "Show ", group), element("label", {}, smooth, " smooth")));
  const chart = new LineChart(section, "Loss");
  let curves = null, askedAt = -everyMs, asking = false;

  function show() {
    const shape = values => smooth.checked ? smoothed(values, memory) : values;
    chart.show({
      x: curves.steps,
      series: [...Object.entries(curves.series).map(([name, values]) => ({ name, values: shape(values) })),
        { name: group.value ? "all tasks" : "all", values: shape(curves.loss), strong: true }],
    });
  }

  async function load() {
    asking = true;
    try {
      const wanted = group.value;
      const from = curves?.steps.at(-1) ?? 0;
      const newer = await read(`/api/losses?from=${from}${wanted ? `&category=${encodeURIComponent(wanted)}` : ""}`);
      // Somebody may have chosen another group meanwhile.
      if (wanted !== group.value) return;
      const whole = curves && newer.steps_per_point !== curves.steps_per_point
        ? await read(`/api/losses${wanted ? `?category=${encodeURIComponent(wanted)}` : ""}`)
        : joined(curves, newer);
      curves = whole;
      if (!wanted) setOptions(group, [["", "by category"], ...Object.keys(curves.series).map(name => [name, `tasks of ${name}`])]);
      show();
    } finally {
      asking = false;
      askedAt = performance.now();
    }
  }

  return { load, run: () => asking || performance.now() - askedAt < everyMs ? undefined : load() };
}
