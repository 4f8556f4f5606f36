customElements.define('slip-log', class extends HTMLElement {});
export {};
