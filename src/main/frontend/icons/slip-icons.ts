/* Registers the icon set `slip` for vaadin-icon. */
import '@vaadin/icon/vaadin-icon.js';
import { Iconset } from '@vaadin/icon/vaadin-iconset.js';
import { group, symbolIds } from './sprite';

const SVG = 'http://www.w3.org/2000/svg';
const template = document.createElement('template');
for (const id of symbolIds()) {
  const shape = group(id);
  if (shape) {
    const picture = document.createElementNS(SVG, 'svg');
    picture.id = `slip:${id}`;
    picture.setAttribute('viewBox', '0 0 16 16');
    picture.append(shape);
    template.content.append(picture);
  }
}
Iconset.register('slip', 16, template);
