// The form page of a submission: keeps what is typed, puts uploaded files to the draft, shows verdicts as they come,
// sends once. Without it the same buttons post the same form.

const TYPING = 2000; // milliseconds of quiet after a key
const LOOK = 2000; // milliseconds between two looks at signatures that are being checked
const LOST = "Нет связи с сайтом: не сохранено. Попробуем ещё раз.";
const ENDED = "Сеанс закончился: не сохранено. Войдите в кабинет в другой вкладке и продолжайте здесь.";
const GONE = "Черновик удалён или уже отправлен: сохранить его нельзя. Скопируйте нужное и обновите страницу.";

const form = document.querySelector("[data-draft]");
const saved = form.querySelector("[data-saved]");
const conflict = form.querySelector("[data-conflict]");

let timer = null;
let changed = false; // something is typed and not kept yet
let running = null; // the saving that is under way
let sending = false;

function say(text, isBad = false) {
  saved.textContent = text;
  saved.classList.toggle("is-bad", isBad);
}

function plan(pause) {
  if (sending || !conflict.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

// One after another: the next saving knows the version that this one made.
async function save(act = "save") {
  clearTimeout(timer);
  while (running) await running;
  running = keep(act);
  try {
    return await running;
  } finally {
    running = null;
  }
}

async function keep(act) {
  const body = new FormData(form);
  body.set("draft-act", act);
  changed = false;
  say("Сохраняем…");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.redirected) return refuse(ENDED);
    if (answer.status === 404) return refuse(GONE);
    const data = await answer.json();
    if (answer.status === 409 && data.error) return showConflict();
    if (data.error) return refuse(data.error);
    if (!answer.ok) return refuse(LOST, true);
    if (data.receipt) return location.assign(data.receipt);
    take(data, body);
    return true;
  } catch {
    return refuse(LOST, true);
  }
}

function refuse(text, again = false) {
  changed = true;
  say(text, true);
  if (again) plan(TYPING * 5);
  return false;
}

function showConflict() {
  changed = true;
  conflict.hidden = false;
  conflict.scrollIntoView({ block: "center" });
  say("Не сохранено: черновик изменён в другом месте", true);
  return false;
}

function take(data, body) {
  form.elements["draft-version"].value = data.version;
  if (!form.dataset.kept) {
    form.dataset.kept = "1";
    form.querySelector("[data-discard]").hidden = false;
    form.action = data.address;
    history.replaceState(history.state, "", data.address);
  }
  conflict.hidden = true;
  say(`Сохранено в ${data.saved_at}`);
  showFiles(data.files, body);
  const problems = form.querySelector("[data-problems]");
  problems.replaceChildren(...data.problems.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

// Uploaders that are at work stay as they are; rows of files that lie in the draft now go. What came in whole after
// body was sent is not among them: the next saving takes it.
function showFiles(html, body) {
  const shown = form.querySelector("[data-files]");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-files]");
  for (const place of fresh.querySelectorAll("[data-place]")) {
    const list = shown.querySelector(`[data-place="${CSS.escape(place.dataset.place)}"] [data-documents]`);
    const documents = [...place.querySelectorAll("[data-document]")];
    const ids = new Set(documents.map((one) => one.id));
    for (const old of [...list.children]) if (!ids.has(old.id)) old.remove();
    for (const one of documents) {
      const old = list.querySelector(`#${one.id}`);
      if (old) replaceVerdicts(old, one);
      else list.append(document.adoptNode(one));
    }
  }
  const told = [...shown.querySelectorAll("[data-told]")]; // what is still missing
  for (const [place, one] of [...fresh.querySelectorAll("[data-told]")].entries()) told[place]?.replaceWith(document.adoptNode(one));
  shown.dataset.checking = fresh.dataset.checking;
  for (const input of shown.querySelectorAll(".uploader-row input[type=hidden]")) {
    if (body.getAll(input.name).includes(input.value)) input.closest(".uploader-row").remove();
  }
  document.body.dispatchEvent(new Event("htmx:load")); // the uploader starts what is new
  if (shown.dataset.checking) setTimeout(look, LOOK);
}

function replaceVerdicts(old, fresh) {
  const [before, after] = [old, fresh].map((one) => one.querySelector("[data-signed]"));
  if (before.innerHTML !== after.innerHTML) before.replaceWith(document.adoptNode(after));
}

async function look() {
  const shown = form.querySelector("[data-files]");
  if (running || changed) return setTimeout(look, LOOK); // what is kept then shows it too
  try {
    const answer = await fetch(shown.dataset.look, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return undefined;
    const data = await answer.json();
    return showVerdicts(data);
  } catch {
    return setTimeout(look, LOOK * 5);
  }
}

function showVerdicts({ files, checking }) {
  const fresh = new DOMParser().parseFromString(files, "text/html");
  for (const one of fresh.querySelectorAll("[data-document]")) {
    const old = document.getElementById(one.id);
    if (old) replaceVerdicts(old, one);
  }
  if (checking) setTimeout(look, LOOK);
}

async function submit(event) {
  const act = event.submitter?.value;
  if (sending) return event.preventDefault(); // the second click
  const question = event.submitter?.dataset.confirm;
  if (question) {
    event.preventDefault();
    if (confirm(question)) save(act);
    return undefined;
  }
  if (act === "save" || act === "keep") {
    event.preventDefault();
    return save(act);
  }
  sending = true;
  clearTimeout(timer);
  if (running) {
    event.preventDefault();
    await running;
    sending = false;
    if (conflict.hidden) form.requestSubmit(event.submitter);
    return undefined;
  }
  changed = false;
  event.submitter.setAttribute("aria-busy", "true");
  say("Отправляем…");
  return undefined;
}

form.addEventListener("input", () => {
  changed = true;
  plan(TYPING);
});
form.addEventListener("change", (event) => {
  if (event.target.type !== "file") plan(300);
});
form.addEventListener("upload:done", () => save());
form.addEventListener("submit", submit);
addEventListener("beforeunload", (event) => changed && event.preventDefault());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // gone back to after sending: the server knows what became of it
});

if (form.querySelector("[data-files]").dataset.checking) setTimeout(look, LOOK);
document.getElementById("form-errors")?.scrollIntoView({ block: "center" });
