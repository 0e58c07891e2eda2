// Lines over steps. The mouse, a finger or the slider below choose a step, whose values are read out as text.

import { detailsOf, drawn, element, table } from "./dom.js";
import { count, decimals } from "./format.js";
import { linear, range, ticks } from "./scale.js";

const height = 260, left = 46, right = 12, top = 10, bottom = 26;
const rowsOfTable = 60;

export class LineChart {
  #svg = drawn("svg", { class: "chart", height, "aria-hidden": "true" });
  #guide = drawn("line", { class: "guide", y1: top, y2: height - bottom });
  #slider = element("input", { type: "range", min: 0, value: 0, oninput: () => this.#choose(this.#slider.valueAsNumber) });
  #readout = element("p", { class: "readout" });
  #legend = element("ul", { class: "legend" });
  #data = { x: [], series: [] };
  #chosen = null;
  #label;
  #details;

  constructor(parent, label) {
    this.#label = label;
    this.#slider.setAttribute("aria-label", `${label}: step to read`);
    this.#details = detailsOf(`${label} as a table`, () => this.#table());
    const plot = element("div", { class: "plot" }, this.#svg);
    parent.append(element("figure", { "aria-label": label }, plot, this.#slider, this.#readout, this.#legend), this.#details);
    plot.addEventListener("pointermove", event => this.#point(event));
    plot.addEventListener("pointerdown", event => this.#point(event));
    new ResizeObserver(() => this.#draw()).observe(plot);
  }

  // x: steps; series: { name, values, strong } with a value or null for each step.
  show(data) {
    const atEnd = this.#chosen === null || this.#chosen >= this.#data.x.length - 1;
    this.#data = data;
    this.#slider.max = Math.max(0, data.x.length - 1);
    this.#slider.disabled = data.x.length === 0;
    this.#legend.replaceChildren(...data.series.map((series, i) => element("li", {}, this.#swatch(i, series), series.name)));
    this.#draw();
    this.#choose(atEnd ? data.x.length - 1 : this.#chosen);
    this.#details.refresh();
  }

  #swatch(i, series) {
    return drawn("svg", { class: "swatch", viewBox: "0 0 24 8", "aria-hidden": "true" },
      drawn("line", { class: lineClass(i, series), x1: 0, x2: 24, y1: 4, y2: 4 }));
  }

  #scales() {
    const { x, series } = this.#data;
    const [low, high] = range(series.flatMap(one => one.values));
    const space = (high - low) * 0.05 || 0.5;
    // What is never below 0 has no axis there.
    const [least, most] = [low < 0 ? low - space : Math.max(0, low - space), high + space];
    return {
      across: linear(x[0], x.at(-1), left, this.#svg.clientWidth - right), up: linear(least, most, height - bottom, top),
      low: least, high: most,
    };
  }

  #draw() {
    const { x, series } = this.#data;
    const width = this.#svg.clientWidth;
    if (x.length === 0 || width === 0) {
      this.#svg.replaceChildren(drawn("text", { x: left, y: height / 2 }, x.length ? "" : "Nothing yet."));
      return;
    }
    const { across, up, low, high } = this.#scales();
    this.#svg.replaceChildren(
      ...ticks(low, high, 5).flatMap(value => [
        drawn("line", { class: "grid", x1: left, x2: width - right, y1: up(value), y2: up(value) }),
        drawn("text", { class: "end", x: left - 6, y: up(value) + 4 }, String(value)),
      ]),
      ...ticks(x[0], x.at(-1), Math.max(2, Math.floor(width / 110))).filter(Number.isInteger).map(value =>
        drawn("text", { class: "middle", x: across(value), y: height - 8 }, count(value))),
      ...series.map((one, i) => drawn("path", { class: lineClass(i, one), d: pathOf(x, one.values, across, up) })),
      this.#guide);
    this.#placeGuide();
  }

  #point(event) {
    const { x } = this.#data;
    if (x.length === 0) return;
    const back = linear(left, this.#svg.clientWidth - right, x[0], x.at(-1));
    const step = back(event.clientX - this.#svg.getBoundingClientRect().left);
    this.#choose(nearest(x, step));
  }

  #choose(index) {
    const { x, series } = this.#data;
    if (index < 0 || index >= x.length) return;
    this.#chosen = index;
    this.#slider.value = index;
    const values = series.filter(one => one.values[index] !== null)
      .map(one => `${one.name} ${decimals(one.values[index])}`).join(" · ");
    this.#readout.textContent = `Step ${count(x[index])}: ${values || "nothing"}`;
    this.#slider.setAttribute("aria-valuetext", this.#readout.textContent);
    this.#placeGuide();
  }

  #placeGuide() {
    const step = this.#data.x[this.#chosen];
    if (step === undefined || this.#svg.clientWidth === 0) return;
    const place = this.#scales().across(step);
    this.#guide.setAttribute("x1", place);
    this.#guide.setAttribute("x2", place);
  }

  #table() {
    const { x, series } = this.#data;
    const every = Math.max(1, Math.ceil(x.length / rowsOfTable));
    const rows = x.map((step, i) => [count(step), ...series.map(one => decimals(one.values[i]))])
      .filter((_, i) => i % every === 0 || i === x.length - 1).reverse();
    return table(`${this.#label}, newest first`, ["Step", ...series.map(one => one.name)], rows, { class: "numbers" });
  }
}

const lineClass = (i, series) => `line ${series.strong ? "strong" : `series-${i % 8} dash-${Math.floor(i / 8) % 3}`}`;

// Steps without a value are passed over: a category may rest for a while. A single value is a line of no length, so a dot.
function pathOf(x, values, across, up) {
  let path = "";
  values.forEach((value, i) => {
    if (value !== null) path += `${path ? "L" : "M"}${across(x[i]).toFixed(1)} ${up(value).toFixed(1)}`;
  });
  return path.includes("L") || path === "" ? path : `${path}h0`;
}

function nearest(x, step) {
  let [low, high] = [0, x.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] > step) high = middle;
    else low = middle;
  }
  return step - x[low] < x[high] - step ? low : high;
}
