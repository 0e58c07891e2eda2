// Numbers, times and names as people read them.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const count = value => value === null || value === undefined ? "–" : whole.format(value);

export const decimals = (value, digits = 3) => value === null || value === undefined ? "–" : value.toFixed(digits);

export const percent = share => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const all = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
}

export const clock = at => new Date(at).toLocaleTimeString("en-GB");

export const moment = at => new Date(at).toLocaleString("en-GB");

// akka.tcp://moe@10.0.0.1:4053 is 10.0.0.1:4053.
export const nodeName = address => address.slice(address.lastIndexOf("@") + 1);

export const words = name => name.replaceAll("_", " ");

function plain(value) {
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.replace(/akka\.tcp:\/\/\w+@/g, "");
}

// What a ledger line says besides its kind, in one line.
export const detailsText = details => Object.entries(details).filter(([, value]) => value !== null && value !== "")
  .map(([name, value]) => `${words(name)}: ${plain(value)}`).join(", ");
