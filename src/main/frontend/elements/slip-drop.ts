customElements.define('slip-drop', class extends HTMLElement {});
export {};
