// The run at a glance.

import { byId, element } from "./dom.js";
import { count, decimals, duration, nodeName } from "./format.js";

// Within a step phases change faster than anybody can read.
const training = ["between_steps", "drawing", "running", "preparing", "committing", "voiding"];
const quietSeconds = 30;
const phases = {
  idle: "waiting for the first step", gathering: "gathering", restoring: "restoring", moving: "moving experts", paused: "paused",
  over: "ended", ended: "ended", failed: "failed",
};
const marks = { failed: "bad", gathering: "warn", restoring: "warn", moving: "warn", paused: "warn", ended: "quiet", over: "quiet" };

function figures(run) {
  const place = run.coordinator && run.coordinator !== run.node ? `, coordinator at ${nodeName(run.coordinator)}` : "";
  return [
    ["Step", `${count(run.step)} of ${count(run.planned_steps)}`],
    ["Loss", decimals(run.loss)],
    ["Tokens a second", count(run.tokens_per_second)],
    ["Time left", duration(run.seconds_left)],
    ["Stage", run.stage || "–"],
    ["Nodes lost, recoveries, moves", `${run.nodes_lost}, ${run.recoveries}, ${run.moves}`],
    ["This node", nodeName(run.node) + place],
  ];
}

function showPhase(run) {
  const isQuiet = run.seconds_quiet > quietSeconds && !["ended", "failed", "paused"].includes(run.phase);
  const name = training.includes(run.phase) ? "training" : phases[run.phase] ?? run.phase;
  byId("phase").textContent = isQuiet ? `${name}, no word for ${duration(run.seconds_quiet)}` : name;
  byId("phase").className = `tag ${isQuiet ? "warn" : marks[run.phase] ?? "good"}`;
}

export function createHeader() {
  const show = run => {
    byId("run-name").textContent = run.name;
    document.title = `${run.name}: step ${run.step}`;
    showPhase(run);
    Object.assign(byId("progress"), { max: Math.max(1, run.planned_steps), value: run.step });
    byId("figures").replaceChildren(...figures(run).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value))));
  };
  return { run: show };
}

export function showConnection(state) {
  const connection = byId("connection");
  const text = state === "live" ? "live" : "connecting again";
  // Set only when it changes: it is read out.
  if (connection.textContent !== text) connection.textContent = text;
  connection.className = `tag ${state === "live" ? "good" : "warn"}`;
}
