import type { Mark } from '../icons/sprite';
import type { BuildProgress } from './log/events';

/** The build's progress as a 2 px line at the foot of a bar; it moves with the log it is given. */
class SlipWaterline extends HTMLElement {
  private readonly water = document.createElement('i');
  private followed?: HTMLElement;
  private doneSteps = 0;
  private allSteps = 0;
  private state: Mark = 'queued';

  connectedCallback(): void {
    this.classList.add('waterline');
    this.setAttribute('aria-hidden', 'true');
    this.append(this.water);
    this.draw();
  }

  set done(value: number) {
    this.doneSteps = value;
    this.draw();
  }

  set total(value: number) {
    this.allSteps = value;
    this.draw();
  }

  set mark(value: Mark) {
    this.state = value;
    this.draw();
  }

  set log(log: HTMLElement) {
    this.followed?.removeEventListener('build-progress', this.hear);
    this.followed = log;
    log.addEventListener('build-progress', this.hear);
  }

  private readonly hear = (event: Event): void => {
    const { done, total, mark } = (event as CustomEvent<BuildProgress>).detail;
    this.doneSteps = done;
    this.allSteps = total;
    this.state = mark;
    this.draw();
  };

  private draw(): void {
    const share = this.state === 'fail' ? 1 : this.state === 'run' && this.allSteps > 0 ? this.doneSteps / this.allSteps : 0;
    this.classList.toggle('fail', this.state === 'fail');
    this.water.style.width = `${share * 100}%`;
  }
}

customElements.define('slip-waterline', SlipWaterline);
