// Lays a map that moves over the drawing of each [data-carte]. Without this file the drawing stays.
// Choosing a neighbourhood marks its row in the table beside, and the other way round.
const FAR = 10; // below this zoom a neighbourhood is drawn as a circle, or nobody would see it
const FEW = 12; // up to so many neighbourhoods, their names stand on the map
const NARROW = 480; // below this width, in pixels, the map has room for a few names of towns
const FEW_TOWNS = 4;
const PADDING = [6, 6];

function load(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

let leaflet;
function loadLeaflet({ leaflet: script, leafletCss: style }) {
  leaflet ??= Promise.all([load("script", { src: script }), load("link", { rel: "stylesheet", href: style })]);
  return leaflet;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--eq-${name}`).trim();

function paints() {
  const surface = colour("surface");
  return {
    zone: { fillColor: colour("d1"), color: surface, weight: 1 },
    quartier: { fillColor: colour("d3"), color: surface, weight: 1.5 },
    ici: { fillColor: colour("safran"), color: colour("ink"), weight: 2.5 },
    lieu: { fillColor: colour("plum"), color: surface, weight: 2 },
    autre: { fillOpacity: 0, color: colour("plum"), weight: 3, dashArray: "7 6" },
    choisi: { fillColor: colour("safran"), color: colour("ink"), weight: 3 },
  };
}

class Carte {
  constructor(figure) {
    this.figure = figure;
    this.settings = JSON.parse(figure.dataset.carte);
    this.drawing = figure.querySelector(".map-svg");
    this.frame = figure.querySelector(".plan-mobile");
    this.voice = figure.querySelector(".plan-dit");
    this.table = document.getElementById(this.settings.table);
    this.faces = new Map();
  }

  async open() {
    const layers = await Promise.all(this.settings.layers.map((layer) => this.read(layer)));
    await loadLeaflet(this.figure.dataset);
    this.frame.style.height = `${Math.max(240, Math.round(this.drawing.getBoundingClientRect().height))}px`;
    this.frame.hidden = false;
    this.drawing.setAttribute("hidden", "");
    this.frame.setAttribute("role", "region");
    this.frame.setAttribute("aria-label", "Carte. Flèches pour se déplacer, plus et moins pour changer d’échelle.");
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(this.frame, {
      preferCanvas: true,
      zoomControl: false,
      attributionControl: false,
      scrollWheelZoom: false,
      zoomSnap: 0.1,
      zoomAnimation: !isStill,
      fadeAnimation: !isStill,
      markerZoomAnimation: !isStill,
      inertia: !isStill,
    });
    L.control.zoom({ position: "bottomleft", zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(this.map);
    const [south, west, north, east] = this.settings.bounds;
    this.map.fitBounds([[south, west], [north, east]], { padding: PADDING, animate: false });
    this.paint = paints();
    layers.forEach((layer) => this.draw(layer));
    const room = this.frame.clientWidth < NARROW ? FEW_TOWNS : this.settings.labels.length;
    this.towns = L.layerGroup(this.settings.labels.slice(0, room).map((label) => this.town(label)));
    this.mark();
    this.listen();
    this.dress();
  }

  async read({ url, css }) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return { css, collection: await answer.json() };
  }

  draw({ css, collection }) {
    const style = { fillOpacity: 1, ...this.paint[css] };
    if (css === "zone") {
      L.geoJSON(collection, { style, onEachFeature: (feature, shape) => this.name(feature, shape) }).addTo(this.map);
      return;
    }
    for (const feature of collection.features) {
      const pointToLayer = (_, at) => L.circleMarker(at, { ...style, radius: 7 });
      const shape = L.geoJSON(feature, { style, pointToLayer });
      const dot = L.circleMarker(shape.getBounds().getCenter(), { ...style, radius: 7 });
      this.faces.set(feature.properties.code, { css, feature, shape, dot });
      const isNamed = !["autre", "lieu"].includes(css) && collection.features.length <= FEW;
      this.name(feature, dot);
      this.name(feature, shape, isNamed ? { permanent: true, direction: "center" } : {});
      for (const face of [shape, dot]) face.on("click", () => this.choose(feature.properties.code, true));
    }
  }

  town([latitude, longitude, name]) {
    const ink = colour("ink");
    const dot = L.circleMarker([latitude, longitude], { radius: 2.5, fillOpacity: 1, fillColor: ink, color: ink, weight: 1 });
    const words = Object.assign(document.createElement("span"), { textContent: name });
    return dot.bindTooltip(words, { permanent: true, direction: "top", offset: [0, -4], opacity: 1, className: "plan-ville" });
  }

  name(feature, layer, how = {}) {
    const words = Object.assign(document.createElement("span"), { textContent: feature.properties.name });
    layer.bindTooltip(words, { sticky: true, opacity: 1, className: "plan-nom", ...how });
  }

  mark() {
    if (!this.settings.marker) return;
    this.pin = L.circleMarker(this.settings.marker, { radius: 9, fillOpacity: 1, ...this.paint.ici }).addTo(this.map);
    this.pin.bindTooltip(this.settings.markerLabel, { className: "plan-nom" });
  }

  listen() {
    this.map.on("zoomend", () => this.dress());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
    if (this.settings.picks) this.map.on("click", (event) => this.pick(event.latlng));
    if (!this.table) return;
    const codeOf = (event) => event.target.closest("[data-code]")?.dataset.code;
    for (const kind of ["pointerover", "focusin"]) {
      this.table.addEventListener(kind, (event) => this.choose(codeOf(event), false));
    }
  }

  // Circles from afar, contours from near.
  dress() {
    const isFar = this.map.getZoom() < FAR;
    this.towns[isFar ? "addTo" : "removeFrom"](this.map);
    for (const { shape, dot } of this.faces.values()) {
      (isFar ? shape : dot).remove();
      (isFar ? dot : shape).addTo(this.map);
    }
    this.pin?.bringToFront();
  }

  repaint() {
    this.paint = paints();
    for (const { css, shape, dot } of this.faces.values()) {
      shape.setStyle(this.paint[css]);
      dot.setStyle(this.paint[css]);
    }
  }

  choose(code, fromMap) {
    const face = this.faces.get(code);
    if (!face || code === this.chosen) return;
    this.unmark();
    this.chosen = code;
    for (const one of [face.shape, face.dot]) {
      one.setStyle({ ...this.paint.choisi, fillOpacity: face.css === "autre" ? 0.5 : 1 });
      one.bringToFront();
    }
    const row = this.table?.querySelector(`[data-code="${CSS.escape(code)}"]`);
    row?.classList.add("choisi");
    if (fromMap) {
      row?.scrollIntoView({ block: "nearest" });
      this.say(face.feature.properties.name, row?.querySelector("a")?.href);
    }
  }

  unmark() {
    const face = this.faces.get(this.chosen);
    for (const one of [face?.shape, face?.dot]) one?.setStyle({ fillOpacity: 1, ...this.paint[face.css] });
    this.table?.querySelector(".choisi")?.classList.remove("choisi");
  }

  say(name, address) {
    if (!address) {
      this.voice.textContent = name;
      return;
    }
    const link = Object.assign(document.createElement("a"), { href: address, textContent: `Voir ${name}` });
    this.voice.replaceChildren(link);
  }

  pick({ lat, lng }) {
    const values = [lat, lng].map((degrees) => degrees.toFixed(5));
    this.settings.picks.forEach((name, at) => {
      document.querySelector(`[name="${name}"]`).value = values[at];
    });
    this.pin?.remove();
    this.settings.marker = [lat, lng];
    this.settings.markerLabel = "L’épingle";
    this.mark();
    const [latitude, longitude] = values.map((degrees) => degrees.replace(".", ","));
    this.voice.textContent = `Épingle placée\u00a0: latitude ${latitude}, longitude ${longitude}.`;
  }
}

function openAll(root) {
  for (const figure of root.querySelectorAll("[data-carte]:not([data-ouverte])")) {
    figure.dataset.ouverte = "";
    const carte = new Carte(figure);
    if (carte.settings.layers.length) carte.open().catch((fault) => console.warn("carte:", fault.message));
  }
}

openAll(document);
document.addEventListener("htmx:load", (event) => openAll(event.detail.elt));
