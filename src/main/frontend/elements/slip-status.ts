import { mark, type Mark } from '../icons/sprite';

/** A status mark: shape and colour from `mark`, the word from `word`, shown or only read aloud. */
class SlipStatus extends HTMLElement {
  static readonly observedAttributes = ['mark', 'word', 'show-word'];

  connectedCallback(): void {
    this.draw();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) {
      this.draw();
    }
  }

  private draw(): void {
    const state = (this.getAttribute('mark') ?? 'queued') as Mark;
    const word = this.getAttribute('word') ?? '';
    const shown = this.hasAttribute('show-word');
    this.classList.remove('ok', 'fail', 'run', 'warn', 'queued', 'wait', 'cancelled', 'interrupted', 'cached');
    this.classList.toggle('status', shown);
    if (shown) {
      this.classList.add(state);
      const text = document.createElement('span');
      text.textContent = word;
      this.replaceChildren(mark(state), text);
    } else {
      this.replaceChildren(mark(state, word));
    }
  }
}

customElements.define('slip-status', SlipStatus);
