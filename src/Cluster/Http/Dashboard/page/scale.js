// From values to places on a chart.

// Round numbers from low to high, about as many as wanted.
export function ticks(low, high, wanted) {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / wanted));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => span / candidate <= wanted) ?? power;
  const found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}

export const linear = (low, high, from, to) => value => from + (to - from) * (value - low) / (high - low || 1);

// The lowest and highest of many values; nulls are none.
export function range(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null || value === undefined) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

// Each value with the memory of those before it; gaps stay gaps.
export function smoothed(values, memory) {
  let state = null;
  return values.map(value => {
    if (value === null) return null;
    state = state === null ? value : memory * state + (1 - memory) * value;
    return state;
  });
}
