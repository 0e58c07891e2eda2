// Questions to the node that serves the page. A token, where the node wants one, lives as long as the tab.

const key = "moe-token";

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const setToken = token => sessionStorage.setItem(key, token);

export async function ask(address, options = {}) {
  const token = sessionStorage.getItem(key);
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(address, { ...options, headers });
  if (response.ok) return response;
  const text = await response.text();
  const refusal = new Refusal(response.status, reasonIn(text) ?? `${address} answered ${response.status}`);
  if (refusal.status === 401) document.dispatchEvent(new CustomEvent("token-needed"));
  throw refusal;
}

export const read = async address => (await ask(address)).json();

// The key has the node refuse what a nervous network brings twice.
export async function post(address, value) {
  const response = await ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.getRandomValues(new Uint32Array(4)).join("-") },
    body: JSON.stringify(value),
  });
  return response.json();
}

function reasonIn(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return undefined;
  }
}
