import source from './icons.svg?raw';

/** The design's symbols by id; the file is ours, so parsing it is safe. */
const symbols = new Map<string, Element>();
for (const symbol of new DOMParser().parseFromString(source, 'image/svg+xml').querySelectorAll('symbol')) {
  symbols.set(symbol.id, symbol);
}

const SVG = 'http://www.w3.org/2000/svg';

export type Mark = 'ok' | 'fail' | 'run' | 'warn' | 'queued' | 'wait' | 'cancelled' | 'interrupted' | 'cached';

/** All symbol ids, status marks among them. */
export function symbolIds(): Iterable<string> {
  return symbols.keys();
}

/** A symbol as a group, with the symbol's own presentation attributes. */
export function group(id: string): SVGGElement | undefined {
  const symbol = symbols.get(id);
  if (!symbol) {
    return undefined;
  }
  const g = document.createElementNS(SVG, 'g');
  for (const { name, value } of symbol.attributes) {
    if (name !== 'id' && name !== 'viewBox') {
      g.setAttribute(name, value);
    }
  }
  for (const child of symbol.children) {
    g.append(document.importNode(child, true));
  }
  return g;
}

/** A symbol as an inline picture; drawn in the page itself, so that style sheets reach its parts. */
export function picture(id: string, className = ''): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', className);
  const shape = group(id);
  if (shape) {
    svg.append(shape);
  }
  return svg;
}

/** A status mark; its word must stand beside it or be given as `label`. */
export function mark(state: Mark, label = ''): SVGSVGElement {
  const svg = picture(`status-${state}`, `st ${state}`);
  if (label) {
    svg.removeAttribute('aria-hidden');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  }
  return svg;
}

/** An icon of 16 px, or of another size, for elements that build their own buttons. */
export function icon(id: string, size = 16): SVGSVGElement {
  const svg = picture(id, 'ico');
  svg.setAttribute('width', String(size));
  svg.setAttribute('height', String(size));
  return svg;
}
