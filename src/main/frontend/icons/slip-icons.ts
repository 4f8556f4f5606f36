/* Registers the icon set `slip` for vaadin-icon. */
import '@vaadin/icon/vaadin-icon.js';
import '@vaadin/icon/vaadin-iconset.js';
import { group, symbolIds } from './sprite';

const set = document.createElement('vaadin-iconset');
set.setAttribute('name', 'slip');
set.setAttribute('size', '16');
const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
const defs = document.createElementNS('http://www.w3.org/2000/svg', 'defs');
for (const id of symbolIds()) {
  const shape = group(id);
  if (shape) {
    shape.id = `slip:${id}`;
    defs.append(shape);
  }
}
svg.append(defs);
set.append(svg);
document.head.append(set);
