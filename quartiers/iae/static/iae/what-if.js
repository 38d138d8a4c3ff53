// A click on the map places the structure: the form is filled, then asked. Without this file the form does the same.
const form = document.getElementById("et-si");

document.addEventListener("click", (event) => {
  const drawing = event.target.closest("[data-repere]");
  if (!drawing || !form) return;
  const [west, north, unit, squeeze, left, top] = drawing.dataset.repere.split(" ").map(Number);
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
  const values = { latitude: north - (at.y - top) * unit, longitude: west + ((at.x - left) * unit) / squeeze };
  for (const [name, degrees] of Object.entries(values)) {
    form.elements[name].value = degrees.toFixed(4).replace(".", ",");
  }
  form.elements.commune.value = "";
  form.dispatchEvent(new Event("place"));
});
