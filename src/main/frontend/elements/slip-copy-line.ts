import { icon } from '../icons/sprite';

/** A line of code and a button that copies it. */
class SlipCopyLine extends HTMLElement {
  static readonly observedAttributes = ['text', 'prompt'];

  private readonly sign = Object.assign(document.createElement('span'), { className: 'p' });
  private readonly line = Object.assign(document.createElement('span'), { className: 'ell' });
  private readonly button = Object.assign(document.createElement('button'), { className: 'toggle', type: 'button' });
  private readonly said = Object.assign(document.createElement('span'), { className: 'sr' });

  connectedCallback(): void {
    this.classList.add('codeline');
    this.button.addEventListener('click', this.copy);
    this.said.setAttribute('role', 'status');
    this.rest();
    this.replaceChildren(this.sign, this.line, this.button, this.said);
    this.draw();
  }

  disconnectedCallback(): void {
    this.button.removeEventListener('click', this.copy);
  }

  attributeChangedCallback(): void {
    this.draw();
  }

  private draw(): void {
    const text = this.getAttribute('text') ?? '';
    this.line.textContent = text;
    this.line.title = text;
    this.sign.textContent = this.getAttribute('prompt') ?? '';
    this.sign.hidden = !this.hasAttribute('prompt');
  }

  private rest(): void {
    this.button.replaceChildren(icon('copy'));
    this.button.setAttribute('aria-label', 'Copy');
    this.button.title = 'Copy';
    this.said.textContent = '';
  }

  private readonly copy = async (): Promise<void> => {
    const text = this.getAttribute('text') ?? '';
    const copied = await copyText(text);
    this.button.replaceChildren(icon(copied ? 'check' : 'alert'));
    this.said.textContent = copied ? 'Copied' : 'The browser did not allow copying; select the text instead.';
    setTimeout(() => this.rest(), 1600);
  };
}

/** Copies by the clipboard API, or by selection where a page without TLS has none. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.cssText = 'position: fixed; inset: 0; opacity: 0';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

customElements.define('slip-copy-line', SlipCopyLine);
