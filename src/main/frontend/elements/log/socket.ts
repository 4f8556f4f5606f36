import type { LogFrame } from './events';

/** What a log socket tells. */
export interface SocketEars {
  frame(frame: LogFrame): void;
  /** The connection is lost; another try comes in so many seconds. */
  lost(seconds: number): void;
  /** The connection is (again) there. */
  connected(): void;
  /** The server has said all there is. */
  ended(): void;
  /** It makes no sense to try again. */
  refused(sentence: string): void;
}

const WAITS = [1, 2, 4, 8, 15];

/** Reads a build's log from an offset, and comes back by itself to where it was after a loss. */
export class LogSocket {
  private socket?: WebSocket;
  private timer = 0;
  private tries = 0;
  private closed = false;

  constructor(
    private readonly path: string,
    private readonly offset: () => number,
    private readonly ears: SocketEars,
  ) {
    window.addEventListener('online', this.tryNow);
    this.connect();
  }

  /** Lets go of the connection for good. */
  close(): void {
    this.closed = true;
    window.clearInterval(this.timer);
    window.removeEventListener('online', this.tryNow);
    this.socket?.close(1000);
  }

  private connect(): void {
    const address = new URL(this.path, document.baseURI);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('offset', String(this.offset()));
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      this.ears.connected();
    };
    socket.onmessage = ({ data }) => {
      this.tries = 0;
      this.ears.frame(JSON.parse(String(data)) as LogFrame);
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket && !this.closed) {
        this.onClose(code);
      }
    };
  }

  private onClose(code: number): void {
    switch (code) {
      case 1000:
        this.close();
        this.ears.ended();
        return;
      case 4401:
        this.close();
        this.ears.refused('You are signed out. The build goes on; sign in again to see its log.');
        return;
      case 4403:
      case 4404:
        this.close();
        this.ears.refused('There is no such log here, or no longer for you.');
        return;
      default:
        this.wait();
    }
  }

  private wait(): void {
    let seconds = WAITS[Math.min(this.tries++, WAITS.length - 1)]!;
    this.ears.lost(seconds);
    this.timer = window.setInterval(() => {
      seconds--;
      if (seconds > 0) {
        this.ears.lost(seconds);
      } else {
        this.tryNow();
      }
    }, 1000);
  }

  private readonly tryNow = (): void => {
    if (!this.closed && this.socket?.readyState === WebSocket.CLOSED) {
      window.clearInterval(this.timer);
      this.connect();
    }
  };
}
