// Starts the page: every section loads what there is, and is told what is new.

import { setToken } from "./api.js";
import { createCluster } from "./cluster.js";
import { byId } from "./dom.js";
import { count, words } from "./format.js";
import { createHeader, showConnection } from "./header.js";
import { createLedger } from "./ledger.js";
import { createLog } from "./log.js";
import { createLosses } from "./losses.js";
import { createOperations } from "./operations.js";
import { createRoutes } from "./routes.js";
import { createScores } from "./scores.js";
import { follow } from "./stream.js";

const sections = [
  createHeader(), createLosses(), createScores(), createCluster(), createRoutes(), createLedger(), createLog(), createOperations()];

// One section that fails leaves the others as they are.
async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    console.info(failure.message);
  }
}

const loadAll = () => sections.forEach(section => section.load && attempt(section.load));

function announce(entry) {
  if (entry.kind !== "checkpoint") byId("news").textContent = `${words(entry.kind)} at step ${count(entry.step)}`;
}

function onEvent(name, value) {
  for (const section of sections) if (section[name]) attempt(() => section[name](value));
  if (name === "ledger") announce(value);
}

document.addEventListener("token-needed", () => { byId("token").hidden = false; });
byId("token").querySelector("form").addEventListener("submit", event => {
  event.preventDefault();
  setToken(new FormData(event.target).get("token"));
  byId("token").hidden = true;
  loadAll();
});

// What was missed while there was no connection is loaded with the rest.
follow(onEvent, state => {
  showConnection(state);
  if (state === "live") loadAll();
});
