customElements.define('slip-editor', class extends HTMLElement {});
export {};
