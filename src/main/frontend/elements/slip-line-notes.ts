customElements.define('slip-line-notes', class extends HTMLElement {});
export {};
