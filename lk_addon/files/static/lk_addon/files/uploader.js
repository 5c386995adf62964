// Sends files in pieces. When the connection breaks it waits, asks the server how much has come, and goes on from there.
// A file that came in whole puts its id into the form; see lk_addon/files/templatetags/files_tags.py.

const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds before the next try; the last one from then on
const SMALLEST = 256 * 1024; // bytes; a bad line gets ever smaller pieces
const UNITS = { megabyte: 1024 * 1024, kilobyte: 1024, byte: 1 };
const LOST = "Нет связи с сайтом";
const ENDED = "Сеанс закончился. Войдите в кабинет в другой вкладке и нажмите «Повторить».";
const FORBIDDEN = "Сайт не принял запрос. Обновите страницу и выберите файл ещё раз.";
const KEPT = "what has come is kept"; // a retry goes on from there

class Refusal extends Error {}
class Cancelled extends Error {}
class Disconnected extends Error {}

function inUnits(bytes) {
  const [unit, length] = Object.entries(UNITS).find(([, length]) => bytes >= length) || ["byte", 1];
  return (bytes / length).toLocaleString("ru-RU", { style: "unit", unit, maximumFractionDigits: 1 });
}

function request(method, address, { body, signal, progress } = {}) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(method, address);
    call.setRequestHeader("X-CSRFToken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    if (body instanceof Blob) call.setRequestHeader("Content-Type", "application/octet-stream");
    if (progress) call.upload.addEventListener("progress", (event) => progress(event.loaded));
    call.addEventListener("load", () => resolve(call));
    call.addEventListener("error", () => reject(new Disconnected()));
    call.addEventListener("abort", () => reject(new Cancelled()));
    signal.addEventListener("abort", () => call.abort(), { once: true });
    call.send(body);
  });
}

function answerOf(call) {
  try {
    return JSON.parse(call.responseText);
  } catch {
    return null;
  }
}

// Returns the answer's data and whether it is a success; a wrong offset is an answer too.
async function ask(method, address, options) {
  const call = await request(method, address, options);
  const data = answerOf(call);
  if (data && (call.status < 300 || data.received !== undefined)) return data;
  if (data && data.error) throw new Refusal(data.error, { cause: call.status === 503 && KEPT });
  if (call.status >= 500 || call.status === 429) throw new Disconnected();
  if (call.status === 404) throw new Refusal("Загрузка устарела. Выберите файл ещё раз.");
  if (call.status === 413) throw new Refusal("Файл слишком велик.");
  if (call.status === 403) throw new Refusal(FORBIDDEN, { cause: KEPT });
  throw new Refusal(ENDED, { cause: KEPT });
}

class Row {
  constructor(uploader, file) {
    this.uploader = uploader;
    this.file = file;
    this.element = uploader.root.querySelector("template").content.firstElementChild.cloneNode(true);
    this.progress = this.element.querySelector("progress");
    this.state = this.element.querySelector("[data-state]");
    this.cancelButton = this.element.querySelector("[data-cancel]");
    this.retryButton = this.element.querySelector("[data-retry]");
    this.element.querySelector("[data-name]").textContent = `${file.name}, ${inUnits(file.size)}`;
    this.progress.setAttribute("aria-label", `Загрузка файла ${file.name}`);
    this.cancelButton.setAttribute("aria-label", `Отменить загрузку файла ${file.name}`);
    this.cancelButton.addEventListener("click", () => this.cancel());
    this.retryButton.addEventListener("click", () => uploader.enqueue(this));
    this.keyName = `upload:${file.name}:${file.size}:${file.lastModified}`;
  }

  say(text, result = "") {
    this.state.textContent = text;
    this.element.dataset.result = result;
  }

  show(sent) {
    this.progress.value = this.file.size ? (sent / this.file.size) * 100 : 0;
    this.say(`${inUnits(sent)} из ${inUnits(this.file.size)}`);
  }

  // The same key finds what was begun before the page was loaded anew.
  get key() {
    const key = sessionStorage.getItem(this.keyName) || crypto.randomUUID();
    sessionStorage.setItem(this.keyName, key);
    return key;
  }

  async run() {
    if (this.cancelled) return;
    this.abort = new AbortController();
    this.retryButton.hidden = true;
    try {
      this.finish(await this.send());
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof Refusal)) throw error;
      if (error.cause !== KEPT) sessionStorage.removeItem(this.keyName);
      this.say(error.message, "refused");
      this.retryButton.hidden = false;
      this.cancelButton.textContent = "Убрать";
      this.uploader.tell("upload:refused", { error: error.message });
    }
  }

  async send() {
    if (this.file.size > this.uploader.maxSize) {
      throw new Refusal(`Файл больше ${inUnits(this.uploader.maxSize)}. Разделите его на части или сожмите.`);
    }
    const { signal } = this.abort;
    const body = new URLSearchParams({ name: this.file.name, size: this.file.size, key: this.key });
    let state = await this.persist(() => ask("POST", this.uploader.begin, { body, signal }));
    this.address = `${this.uploader.begin}${state.upload}/`;
    let { piece } = state;
    while (state.received < this.file.size && state.state !== "done") {
      const { received } = state;
      const part = this.file.slice(received, received + piece);
      const progress = (loaded) => this.show(received + Math.min(loaded, part.size));
      this.show(received);
      let broken = false;
      state = await this.persist(async () => {
        if (broken) return ask("GET", this.address, { signal });
        broken = true;
        return ask("POST", `${this.address}${received}/`, { body: part, signal, progress });
      });
      if (state.received === received) piece = Math.max(SMALLEST, piece / 2);
    }
    this.say("Проверяем файл…");
    return this.persist(() => ask("POST", `${this.address}finish/`, { signal }));
  }

  // Tries until there is an answer; says what it waits for.
  async persist(act) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof Disconnected)) throw error;
        await this.pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
      }
    }
  }

  pause(seconds) {
    this.say(`${LOST}. Повтор через ${seconds}\u00a0с, загруженное не пропадёт.`);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, seconds * 1000);
      addEventListener("online", resolve, { once: true });
      this.abort.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(new Cancelled());
      });
    });
  }

  finish(stored) {
    sessionStorage.removeItem(this.keyName);
    this.stored = stored;
    this.progress.value = 100;
    this.say("Загружен", "done");
    this.cancelButton.textContent = "Убрать";
    this.cancelButton.setAttribute("aria-label", `Убрать файл ${this.file.name}`);
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: this.uploader.root.dataset.field, value: stored.file });
    this.element.append(input);
    this.uploader.tell("upload:done", { ...stored, source: this.file });
  }

  cancel() {
    this.cancelled = true;
    sessionStorage.removeItem(this.keyName);
    this.abort?.abort();
    if (this.stored) {
      this.uploader.tell("upload:removed", { file: this.stored.file });
    } else if (this.address) {
      // What cannot be told now the server forgets by itself in a day.
      ask("POST", `${this.address}cancel/`, { signal: new AbortController().signal }).catch(() => {});
    }
    this.element.remove();
    this.uploader.input.focus();
  }
}

class Uploader {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.list = root.querySelector("[data-uploader-list]");
    this.begin = root.dataset.begin;
    this.maxSize = Number(root.dataset.maxSize);
    this.last = Promise.resolve();
    this.waiting = 0;
    this.input.addEventListener("change", () => this.choose());
    root.addEventListener("upload:files", ({ detail }) => this.take(detail.files));
    addEventListener("beforeunload", (event) => this.waiting && event.preventDefault());
  }

  choose() {
    const files = [...this.input.files];
    this.input.value = ""; // the same file may be chosen again
    this.take(files);
  }

  take(files) {
    for (const file of files) {
      const row = new Row(this, file);
      this.list.append(row.element);
      this.enqueue(row);
    }
  }

  // One after the other: each file then has the whole line.
  enqueue(row) {
    row.say("Ждёт очереди");
    this.count(1);
    this.last = this.last.then(() => row.run()).finally(() => this.count(-1));
  }

  // The form cannot be sent while files are under way.
  count(change) {
    this.waiting += change;
    this.input.setCustomValidity(this.waiting ? "Дождитесь конца загрузки файлов или отмените её." : "");
  }

  tell(name, detail) {
    this.root.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

function start(root) {
  for (const element of root.querySelectorAll("[data-uploader]:not([data-started])")) {
    element.dataset.started = "";
    new Uploader(element);
  }
}

start(document);
document.body.addEventListener("htmx:load", () => start(document));
