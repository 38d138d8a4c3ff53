// The map places the structure: a click, the pin that is dragged, or the arrows. The form is filled, then asked.
// Without this file the form does the same.
const form = document.getElementById("et-si");
const KM = 1 / 111.195;
const PAUSE = 400;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let waiting;
let moved;

const map = () => document.querySelector("[data-repere]");
const frameOf = (drawing) => drawing.dataset.repere.split(" ").map(Number);

function prepare(drawing) {
  drawing.setAttribute("tabindex", "0");
  drawing.setAttribute("role", "application");
  drawing.setAttribute("aria-label", `${drawing.getAttribute("aria-label")} ${drawing.dataset.gestes}`);
}

function under(drawing, event) {
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  return [at.x, at.y];
}

function pinOf(drawing) {
  const pin = drawing.querySelector(".epingle");
  const box = drawing.viewBox.baseVal;
  return { pin, at: pin ? pin.dataset.at.split(" ").map(Number) : [box.width / 2, box.height / 2] };
}

function show(drawing, [x, y]) {
  drawing.querySelectorAll(".epingle ~ .epingle").forEach((other) => other.remove());
  const { pin } = pinOf(drawing);
  if (!pin) return;
  pin.dataset.at = `${x} ${y}`;
  pin.setAttribute("transform", `translate(${x} ${y})`);
}

function ask(drawing, [x, y], pause) {
  const [west, north, unit, squeeze, left, top] = frameOf(drawing);
  const values = { latitude: north - (y - top) * unit, longitude: west + ((x - left) * unit) / squeeze };
  for (const [name, degrees] of Object.entries(values)) {
    form.elements[name].value = degrees.toFixed(4).replace(".", ",");
  }
  form.elements.commune.value = "";
  moved = document.activeElement === drawing;
  clearTimeout(waiting);
  waiting = setTimeout(() => form.dispatchEvent(new Event("place")), pause);
}

document.addEventListener("pointerdown", (event) => {
  const pin = event.target.closest("[data-repere] .epingle");
  if (!pin || !form) return;
  const drawing = pin.closest("[data-repere]");
  pin.setPointerCapture(event.pointerId);
  const follow = (move) => show(drawing, under(drawing, move));
  pin.addEventListener("pointermove", follow);
  pin.addEventListener("pointerup", (end) => (pin.removeEventListener("pointermove", follow), follow(end)), { once: true });
});

document.addEventListener("click", (event) => {
  const drawing = event.target.closest("[data-repere]");
  if (!drawing || !form) return;
  const at = under(drawing, event);
  show(drawing, at);
  ask(drawing, at, 0);
});

document.addEventListener("keydown", (event) => {
  const drawing = event.target.closest("[data-repere]");
  const move = MOVES[event.key];
  if (!drawing || !form || !move) return;
  event.preventDefault();
  const step = (KM / frameOf(drawing)[2]) * (event.shiftKey ? 10 : 1);
  const { width, height } = drawing.viewBox.baseVal;
  const { pin, at } = pinOf(drawing);
  const within = (value, most) => Math.min(Math.max(value, 0), most);
  const next = pin ? [within(at[0] + move[0] * step, width), within(at[1] + move[1] * step, height)] : at;
  show(drawing, next);
  ask(drawing, next, PAUSE);
});

document.addEventListener("htmx:afterSwap", () => {
  const drawing = map();
  if (!drawing) return;
  prepare(drawing);
  if (moved) drawing.focus({ preventScroll: true });
});

if (form && map()) prepare(map());
