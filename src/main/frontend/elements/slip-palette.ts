customElements.define('slip-palette', class extends HTMLElement {});
export {};
