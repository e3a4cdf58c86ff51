// The colours of the style sheet, for canvases: which of the two of `light-dark()` is worn, the browser tells.

const probes = new WeakMap<HTMLElement, Map<string, HTMLElement>>();

/** What the colour named `name` is where `box` stands. */
export function colourOf(box: HTMLElement, name: string): string {
  let known = probes.get(box);
  if (!known) {
    known = new Map();
    probes.set(box, known);
  }
  let probe = known.get(name);
  if (!probe) {
    probe = document.createElement("i");
    probe.hidden = true;
    probe.style.color = `var(${name})`;
    box.appendChild(probe);
    known.set(name, probe);
  }
  return getComputedStyle(probe).color;
}
