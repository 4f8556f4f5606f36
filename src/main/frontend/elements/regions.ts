/*
 * F6 and Shift+F6 go round the regions of a screen: whatever carries data-region and is shown, in the order of the page. A region takes the focus
 * back where it was; the first time at data-start, else at the first thing in it that takes the focus. A screen without regions leaves F6 to the browser.
 */
const FOCUSABLE = 'a[href], button:not([disabled]), input, select, textarea, [tabindex="0"]';
const last = new WeakMap<Element, HTMLElement>();

function regionOf(node: EventTarget | null): HTMLElement | null {
  return node instanceof Element ? node.closest<HTMLElement>('[data-region]') : null;
}

function shown(element: Element | null | undefined): element is HTMLElement {
  return element instanceof HTMLElement && element.isConnected && element.checkVisibility({ visibilityProperty: true });
}

/** A grid takes the focus in one of its cells only. */
function focus(element: HTMLElement): void {
  (element.shadowRoot?.querySelector<HTMLElement>('#items [tabindex="0"]') ?? element).focus();
}

function enter(region: HTMLElement): boolean {
  const candidates = [last.get(region), region.querySelector('[data-start]'), ...region.querySelectorAll(FOCUSABLE)];
  for (const candidate of candidates) {
    if (shown(candidate) && region.contains(candidate)) {
      focus(candidate);
      if (region.contains(document.activeElement)) {
        return true;
      }
    }
  }
  return false;
}

document.addEventListener('focusin', (event) => {
  const region = regionOf(event.target);
  if (region) {
    last.set(region, event.target as HTMLElement);
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) {
    return;
  }
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(shown);
  if (regions.length === 0) {
    return;
  }
  event.preventDefault();
  const step = event.shiftKey ? -1 : 1;
  const here = regions.indexOf(regionOf(document.activeElement) as HTMLElement);
  const from = here < 0 && step < 0 ? 0 : here;
  for (let i = 1; i <= regions.length; i++) {
    if (enter(regions[(from + step * i + regions.length * 2) % regions.length]!)) {
      return;
    }
  }
});
