customElements.define('slip-timeline', class extends HTMLElement {});
export {};
