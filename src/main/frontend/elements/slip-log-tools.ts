customElements.define('slip-log-tools', class extends HTMLElement {});
export {};
