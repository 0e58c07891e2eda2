"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const slider = document.getElementById("step");
  const shown = document.getElementById("step-shown");
  const play = document.getElementById("play");
  const controls = document.querySelector(".controls");
  const rows = [...document.querySelectorAll("#heatmap .row")];
  const cells = [...document.querySelectorAll("#heatmap .cell")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;

  function show() {
    const frame = data.frames[slider.value];
    cells.forEach((cell, i) => cell.setAttribute("fill-opacity", parseInt(frame.slice(2 * i, 2 * i + 2), 16) / 255));
    shown.textContent = data.steps[slider.value];
    slider.setAttribute("aria-valuetext", "step " + data.steps[slider.value]);
  }

  function arrange(order) {
    rows.forEach((row, task) => row.setAttribute("transform", `translate(0 ${data.top + data[order][task]})`));
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  }

  function advance() {
    if (slider.valueAsNumber >= data.frames.length - 1) return stop();
    slider.stepUp();
    show();
  }

  slider.addEventListener("input", () => { stop(); show(); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    slider.value = 0;
    show();
    timer = setInterval(advance, calm.matches ? 1500 : 300);
    play.textContent = "Stop";
  });
  document.querySelectorAll("input[name=order]").forEach(choice =>
    choice.addEventListener("change", () => arrange(choice.value)));
  // A browser may keep a slider's place when the page is loaded again.
  show();
  arrange(document.querySelector("input[name=order]:checked").value);
  slider.disabled = play.disabled = data.frames.length < 2;
  controls.hidden = false;
})();
