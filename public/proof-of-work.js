// Does the work that the API asks for (`GET /captcha/challenge`) in forms that have a `<proof-of-work>` in them. It begins
// when somebody turns to the form, so that it is mostly done when they send it, and works with WebAssembly blocked.

/** Hashes under way at once; more would keep the page from answering. */
const BATCH = 256;
/** A solution is not kept until the very end of its challenge: it has to reach the server. */
const RESERVE = 30_000;

const encoder = new TextEncoder();

const isSolution = (hash, difficulty) => Math.clz32(new DataView(hash).getUint32(0)) >= difficulty;

async function solve({ challenge, difficulty }) {
  for (let number = 0; ; number += BATCH) {
    const answers = Array.from({ length: BATCH }, (_, index) => `${challenge}.${number + index}`);
    const hashes = await Promise.all(answers.map((answer) => crypto.subtle.digest('SHA-256', encoder.encode(answer))));
    const found = hashes.findIndex((hash) => isSolution(hash, difficulty));
    if (found >= 0) return answers[found];
  }
}

class ProofOfWork extends HTMLElement {
  connectedCallback() {
    this.closest('form').addEventListener('focusin', this);
    // Before anything else hears of it.
    document.addEventListener('submit', this, true);
  }

  disconnectedCallback() {
    document.removeEventListener('submit', this, true);
  }

  get field() {
    return this.querySelector('input');
  }

  /** The solution of a challenge that has not ended, old or new. */
  solution() {
    if (!this.work || Date.now() > this.ends) {
      this.ends = Infinity;
      this.work = this.begin();
      this.work.catch(() => (this.work = undefined));
    }
    return this.work;
  }

  async begin() {
    const began = Date.now();
    const answer = await fetch(`${this.getAttribute('api')}/captcha/challenge`, { cache: 'no-store' });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const challenge = await answer.json();
    this.ends = began + challenge.expiresIn * 1000 - RESERVE;
    return solve(challenge);
  }

  async handleEvent(event) {
    const form = this.closest('form');
    if (event.type === 'focusin') return this.solution().catch(() => {});
    if (event.target !== form) return;
    if (this.field.value) {
      // It goes along with the form, and holds once.
      setTimeout(() => {
        this.field.value = '';
        this.work = undefined;
      });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    submitter?.setAttribute('aria-busy', 'true');
    this.say(this.dataset.working);
    try {
      const solution = await this.solution();
      // A form is not sent again while its event is under way, which it still is if the work was done before.
      await new Promise((resolve) => setTimeout(resolve));
      this.field.value = solution;
      this.say('');
      form.requestSubmit(submitter);
    } catch {
      this.say(this.dataset.failed);
    }
    submitter?.removeAttribute('aria-busy');
  }

  say(sentence) {
    this.querySelector('[role=status]').textContent = sentence;
  }
}

customElements.define('proof-of-work', ProofOfWork);
