// News from /api/events, by fetch: an EventSource cannot show a token. A connection that ends, or over which nothing has come for
// longer than the node's longest silence, is made again, from the last ledger line that was seen.

import { ask } from "./api.js";

const silenceMs = 25_000;
const patienceMs = [500, 1000, 2000, 5000];

// Cuts what has come into events; what is left over is the beginning of the next.
export function cut(text) {
  const parts = text.split("\n\n");
  const rest = parts.pop();
  const events = parts.map(part => Object.fromEntries(part.split("\n").map(line => line.split(/: (.*)/s).slice(0, 2))))
    .filter(event => event.data);
  return [events, rest];
}

async function listen(after, onEvent) {
  const over = new AbortController();
  let silence = setTimeout(() => over.abort(), silenceMs);
  try {
    const response = await ask(`/api/events${after ? `?after=${after}` : ""}`, { signal: over.signal });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(silence);
      silence = setTimeout(() => over.abort(), silenceMs);
      const [events, rest] = cut(text + piece.value);
      text = rest;
      for (const event of events) onEvent(event.event, JSON.parse(event.data), event.id);
    }
  } finally {
    clearTimeout(silence);
  }
}

// Never ends. onState is told "live" when the first event of a connection has come, and "lost" when it is over.
export async function follow(onEvent, onState) {
  let after, failures = 0;
  for (;;) {
    let isLive = false;
    try {
      await listen(after, (name, value, id) => {
        if (!isLive) onState("live");
        [isLive, failures, after] = [true, 0, id ?? after];
        onEvent(name, value);
      });
    } catch (failure) {
      console.info(`no news: ${failure.message}`);
    }
    onState("lost");
    const patience = patienceMs[Math.min(failures++, patienceMs.length - 1)];
    await new Promise(go => setTimeout(go, patience));
  }
}
