// The browser's part of passkeys: elements that pages put around their forms. They work with WebAssembly blocked, and do
// not show where the browser knows no passkeys. Options come from the API, what the authenticator made goes back in the
// form, and the server leads on. See docs/decisions/0004-passkeys.md.

const MINUTE = 60_000;
/** A challenge lives for five minutes; the field for the address gets a new one before that. */
const REARM_AFTER = 4 * MINUTE;
/** So long after a password was typed a passkey may be made beside it. */
const UPGRADE_WITHIN = 5 * MINUTE;
const PASSWORD_TYPED = 'latchkey.password-typed';
const TRIED = 'latchkey.passkey-tried';

const supported = 'PublicKeyCredential' in window && 'credentials' in navigator;

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Options as the browser's interface wants them; browsers before 2025 do not read JSON themselves. */
function creationOptions(json) {
  if (PublicKeyCredential.parseCreationOptionsFromJSON) return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  const known = json.excludeCredentials.map((credential) => ({ ...credential, id: bytes(credential.id) }));
  const user = { ...json.user, id: bytes(json.user.id) };
  return { ...json, challenge: bytes(json.challenge), user, excludeCredentials: known };
}

function requestOptions(json) {
  if (PublicKeyCredential.parseRequestOptionsFromJSON) return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  const allowed = json.allowCredentials?.map((credential) => ({ ...credential, id: bytes(credential.id) }));
  return { ...json, challenge: bytes(json.challenge), allowCredentials: allowed };
}

/** A credential as JSON; some password managers put objects of their own in its place, without `toJSON`. */
function credentialJson(credential) {
  const { id, type, authenticatorAttachment, response } = credential;
  const inner = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    inner.attestationObject = text(response.attestationObject);
    inner.transports = response.getTransports?.() ?? [];
  } else {
    inner.authenticatorData = text(response.authenticatorData);
    inner.signature = text(response.signature);
    if (response.userHandle) inner.userHandle = text(response.userHandle);
  }
  return { id, rawId: id, type, authenticatorAttachment, clientExtensionResults: {}, response: inner };
}

class Refused extends Error {
  constructor(status) {
    super(`the server answered ${status}`);
    this.status = status;
  }
}

async function api(element, path, body) {
  const post = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`${element.getAttribute('api')}/passkey/${path}`, { cache: 'no-store', ...post });
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json();
}

/** One ceremony at a time: the browser takes no second one, and each replaces the challenge of the one before. */
let running = new AbortController();

function begin() {
  running.abort();
  running = new AbortController();
  return running.signal;
}

/** An element around a form whose `response` is what the authenticator made. */
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener('submit', this);
  }

  disconnectedCallback() {
    this.removeEventListener('submit', this);
    running.abort();
  }

  get form() {
    return this.querySelector('form');
  }

  async handleEvent(event) {
    event.preventDefault();
    event.stopPropagation();
    this.say('');
    const button = this.querySelector('button[type=submit]');
    button.setAttribute('aria-busy', 'true');
    try {
      return this.send(await this.ceremony(begin()));
    } catch (error) {
      // Signing in was too long ago: the server leads to where that is put right.
      if (error instanceof Refused && [401, 403].includes(error.status)) return this.send(null);
      if (error.name !== 'AbortError') this.say(this.sentence(error));
    }
    button.removeAttribute('aria-busy');
    this.resume();
  }

  /** After a ceremony that came to nothing. */
  resume() {}

  sentence(error) {
    if (error instanceof Refused || error instanceof TypeError) return this.dataset.offline;
    if (error.name === 'InvalidStateError') return this.dataset.known;
    if (error.name === 'NotAllowedError') return this.dataset.cancelled;
    return this.dataset.failed;
  }

  say(sentence) {
    this.querySelector('[data-problem]').textContent = sentence ?? '';
  }

  /** Sends the form as the browser would, so that the answer leads on. */
  send(credential) {
    this.form.elements.namedItem('response').value = credential ? JSON.stringify(credentialJson(credential)) : '';
    this.form.submit();
  }
}

/** Signs in: by its button, and in the field for the address if there is one. */
class PasskeySignIn extends PasskeyForm {
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('submit', noteWhatWasTyped, true);
    this.tellUnknown();
    if (this.hasAttribute('autofill')) this.keepArmed();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('submit', noteWhatWasTyped, true);
    clearInterval(this.timer);
  }

  async ceremony(signal, mediation) {
    const json = await api(this, 'generate-authenticate-options');
    return navigator.credentials.get({ publicKey: requestOptions(json), signal, mediation });
  }

  send(credential) {
    if (credential) sessionStorage.setItem(TRIED, credential.id);
    super.send(credential);
  }

  async keepArmed() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.()) || !this.isConnected) return;
    this.arm();
    // Not while the button's own ceremony is on the screen.
    this.timer = setInterval(() => this.querySelector('[aria-busy]') || this.arm(), REARM_AFTER);
  }

  resume() {
    if (this.timer) this.arm();
  }

  async arm() {
    try {
      this.send(await this.ceremony(begin(), 'conditional'));
    } catch {
      // Nobody asked for anything, so nothing is said. The button is still there.
    }
  }

  /** The server did not know the passkey, so the browser need not offer it again. */
  tellUnknown() {
    const credentialId = sessionStorage.getItem(TRIED);
    sessionStorage.removeItem(TRIED);
    const rpId = this.getAttribute('unknown');
    if (credentialId && rpId) signal('signalUnknownCredential', { rpId, credentialId });
  }
}

/** Adds a passkey. */
class PasskeyCreate extends PasskeyForm {
  async ceremony(signal) {
    const attachment = new FormData(this.form).get('attachment');
    const query = attachment ? `?authenticatorAttachment=${encodeURIComponent(attachment)}` : '';
    const json = await api(this, `generate-register-options${query}`);
    return navigator.credentials.create({ publicKey: creationOptions(json), signal });
  }
}

/** Makes a passkey beside a password that was just typed, without asking, where the browser can do that. */
class PasskeyUpgrade extends HTMLElement {
  async connectedCallback() {
    const typed = Number(sessionStorage.getItem(PASSWORD_TYPED));
    sessionStorage.removeItem(PASSWORD_TYPED);
    if (!supported || Date.now() - typed > UPGRADE_WITHIN) return;
    try {
      const capabilities = await PublicKeyCredential.getClientCapabilities?.();
      if (!capabilities?.conditionalCreate) return;
      const json = await api(this, 'generate-register-options?mediation=conditional');
      const publicKey = creationOptions(json);
      const credential = await navigator.credentials.create({ publicKey, mediation: 'conditional', signal: begin() });
      await api(this, 'verify-registration', { response: credentialJson(credential) });
    } catch {
      // It was an offer; the password goes on working.
    }
  }
}

function noteWhatWasTyped(event) {
  const password = event.target.querySelector('input[autocomplete~=current-password]');
  if (password?.value) sessionStorage.setItem(PASSWORD_TYPED, String(Date.now()));
}

/** Tells the browser which passkeys are left and what the account is called, each time the list is shown. */
class PasskeySignals extends HTMLElement {
  static observedAttributes = ['credentials'];

  connectedCallback() {
    this.tell();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.tell();
  }

  tell() {
    const { rp: rpId, user: userId, name, displayName } = this.dataset;
    const allAcceptedCredentialIds = this.getAttribute('credentials').split(' ').filter(Boolean);
    signal('signalAllAcceptedCredentials', { rpId, userId, allAcceptedCredentialIds });
    signal('signalCurrentUserDetails', { rpId, userId, name, displayName });
  }
}

/** The Signal API (Web Authentication, Level 3, 5.1.10). Browsers without it, or that refuse, are left alone. */
function signal(method, details) {
  if (supported) Promise.resolve(PublicKeyCredential[method]?.(details)).catch(() => {});
}

/** Tells the server that this device keeps passkeys, so that it offers one to people who sign up here. */
async function tellServer() {
  if (supported && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable())) {
    document.cookie = 'latchkey.passkeys=1; path=/; max-age=31536000; samesite=lax';
  }
}

tellServer().catch(() => {});
// The styles hide both until they are defined. An attribute would not do: hydration would set it again.
if (supported) {
  customElements.define('passkey-sign-in', PasskeySignIn);
  customElements.define('passkey-create', PasskeyCreate);
}
customElements.define('passkey-upgrade', PasskeyUpgrade);
customElements.define('passkey-signals', PasskeySignals);
