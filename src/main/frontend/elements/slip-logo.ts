/** Two layers form a hull, ready on the ramp. */
class SlipLogo extends HTMLElement {
  connectedCallback(): void {
    this.innerHTML =
      '<svg class="logo-mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">' +
      '<path class="ramp" d="M1 11.2 23 20v2.2H1z"/>' +
      '<g class="hull" transform="rotate(21.8 1 11.2)"><path d="M1.6 6.3h12.1l-1.9 3.4H3.4z"/><path d="M1.2 1.9h17.2l-2 3.4H1.2z"/></g>' +
      '</svg>';
  }
}

customElements.define('slip-logo', SlipLogo);
