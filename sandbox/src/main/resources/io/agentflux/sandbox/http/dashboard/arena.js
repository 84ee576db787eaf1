'use strict';
// Asking the server: everything needs the administrator's token in a header, which is why events and files are fetched too.

class Refused extends Error {
  constructor(status, message) { super(message); this.status = status; }
}

const arena = {
  token: '',
  behind: 0,

  /** The server's time: freezes end by it. */
  now() { return Date.now() + this.behind; },

  async fetch(path, options = {}) {
    let answer;
    try {
      answer = await fetch(path, {cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', ...options,
        headers: {Authorization: 'Bearer ' + this.token, ...options.headers}});
    } catch (unreachable) {
      throw new Refused(0, 'The sandbox cannot be reached.');
    }
    const date = Date.parse(answer.headers.get('Date'));
    if (date && Math.abs(date - this.now()) > 5000) { this.behind = date - Date.now(); }
    if (!answer.ok) { throw await this.refusal(answer); }
    return answer;
  },

  async refusal(answer) {
    let told = {};
    try { told = await answer.json(); } catch (notJson) { /* a proxy may answer otherwise */ }
    const wait = answer.headers.get('Retry-After');
    return new Refused(answer.status, (told.error || 'The answer was ' + answer.status + ' without a reason.')
      + (wait ? ' Try again in ' + wait + ' s.' : ''));
  },

  async ask(path) { return (await (await this.fetch(path)).json()).data; },

  async tell(method, path, body, type = 'application/json') {
    const sent = body && {headers: {'Content-Type': type}, body: typeof body === 'string' ? body : JSON.stringify(body)};
    return (await (await this.fetch(path, {method, ...sent})).json()).data;
  },

  /** Lets the browser keep what a path answers as a file, and tells its name. */
  async download(path) {
    const answer = await this.fetch(path);
    const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') || '');
    return this.keep(await answer.blob(), name ? name[1] : 'download');
  },

  keep(file, name) {
    const link = element('a', {href: URL.createObjectURL(file), download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return name;
  },
};

/** The events of a path behind the last one that was seen, until it is closed. It goes on by itself after a failure. */
class Events {
  static SILENCE = 40000;
  static LONGEST_WAIT = 15000;

  constructor(path, last, told) {
    this.path = path;
    this.last = last;
    this.told = told;
    this.isClosed = false;
    this.open();
  }

  async open() {
    for (let wait = 1000; !this.isClosed; wait = Math.min(2 * wait, Events.LONGEST_WAIT)) {
      try {
        await this.read(() => { wait = 500; });
        this.fail(new Refused(0, 'The sandbox ended the connection.'));
      } catch (failure) {
        this.fail(failure);
      }
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }

  fail(failure) {
    clearTimeout(this.silence);
    if (!this.isClosed) { this.told.onFailure(failure instanceof Refused ? failure : new Refused(0, 'The connection was lost.')); }
  }

  async read(onOpen) {
    this.connection = new AbortController();
    this.watch();
    const answer = await arena.fetch(this.path, {signal: this.connection.signal,
      headers: this.last === null ? {} : {'Last-Event-ID': this.last}});
    onOpen();
    this.told.onOpen();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let piece = await reader.read(); !piece.done && !this.isClosed; piece = await reader.read()) {
      this.watch();
      const frames = (text + piece.value).split('\n\n');
      text = frames.pop();
      frames.forEach(frame => this.take(frame));
    }
  }

  /** The server gives a sign of life each 15 seconds. */
  watch() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.connection.abort(), Events.SILENCE);
  }

  take(frame) {
    const fields = Object.fromEntries(frame.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    if (fields.id) { this.last = fields.id; }
    if (fields.data) { this.told.onEvent(JSON.parse(fields.data)); }
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.silence);
    if (this.connection) { this.connection.abort(); }
  }
}
