// Signs the files of a form where they lie beside it: button → certificate → signature → uploader of that file.
// The server verifies what came; nothing here decides whether a signature is good.

const dialog = document.querySelector("[data-signing]");
const form = document.querySelector("[data-draft]");
const [plugins, choice] = await Promise.all([import(dialog.dataset.plugin), import(dialog.dataset.choice)]);

const WAITING = "Файл ещё проверяет антивирус. Подождите минуту и повторите.";
const UNREAD = "Файл не прочитан: он изменён или убран после загрузки. Обновите страницу и повторите.";
const REFUSED = "Подпись сделана, но не загрузилась. Повторите или приложите файл подписи сами.";

const part = (name) => dialog.querySelector(`[data-${name}]`);
const local = new Map(); // files that were uploaded by this page, by the id under which they are stored
let documents = [];
let certificates = [];
let opened = null; // the plug-in
let work = null; // an AbortController while something is being signed

class Failure extends Error {}

function show(step) {
  for (const element of dialog.querySelectorAll("[data-step]")) element.hidden = element.dataset.step !== step;
  part("sign").hidden = step !== "choose";
  part("again").hidden = step !== "failed";
}

function fail(error) {
  if (!(error instanceof plugins.PluginError || error instanceof Failure)) throw error;
  part("problem").textContent = error.message;
  part("detail").textContent = error.detail ? `Код для службы поддержки: ${error.detail}` : "";
  show("failed");
  part("again").focus();
}

// Runs one act of the dialog and shows why it failed.
async function attempt(act) {
  try {
    await act();
  } catch (error) {
    if (work?.signal.aborted) return;
    fail(error);
  } finally {
    work = null;
  }
}

async function look() {
  show("looking");
  if (!opened) {
    await plugins.findExtension();
    opened = await plugins.openPlugin();
  }
  await plugins.cspVersion(opened.plugin);
  certificates = await plugins.certificatesOf(opened.plugin);
  const choosable = choice.showCertificates(part("certificates"), certificates, plugins.refusalOf);
  show("choose");
  part("sign").disabled = !choosable;
  part("none").hidden = Boolean(choosable);
  (part("certificates").querySelector("input:checked") ?? part("cancel")).focus();
}

async function contentOf({ file, source }) {
  const known = local.get(file);
  if (known) {
    const readable = await known.slice(0, 1).arrayBuffer().catch(() => null);
    if (readable) return known;
  }
  const answer = await fetch(source, { signal: work.signal });
  if (answer.status === 409) throw new Failure(WAITING);
  if (!answer.ok || answer.redirected) throw new Failure(UNREAD);
  return answer.blob();
}

// Gives the signature to the uploader beside the file and waits until it has come in.
function upload({ name, uploader }, signature) {
  return new Promise((resolve, reject) => {
    uploader.addEventListener("upload:done", resolve, { once: true });
    uploader.addEventListener("upload:refused", () => reject(new Failure(REFUSED)), { once: true });
    const files = [new File([signature], `${name}.sig`)];
    uploader.dispatchEvent(new CustomEvent("upload:files", { detail: { files } }));
  });
}

async function sign() {
  const certificate = choice.chosenOf(part("certificates"), certificates);
  if (!certificate) return;
  work = new AbortController();
  const { signal } = work;
  show("signing");
  nameSignatory(certificate);
  while (documents.length) {
    const [one] = documents;
    part("current").textContent = one.name;
    part("progress").removeAttribute("value");
    const blob = await contentOf(one);
    const progress = (share) => (part("progress").value = share);
    const signature = await plugins
      .sign({ plugin: opened.plugin, certificate, blob, progress, signal })
      .catch((error) => {
        throw error instanceof DOMException && !signal.aborted ? new Failure(UNREAD) : error;
      });
    signal.throwIfAborted();
    await upload(one, signature);
    documents.shift(); // what is signed is not signed again by «Повторить»
  }
  dialog.close();
}

// The letter names who signed: where nobody is named yet, it is the owner of the certificate.
function nameSignatory({ name }) {
  const field = form.elements.signatory_name;
  if (!field || field.value.trim()) return;
  field.value = name;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function described(element) {
  return {
    name: element.querySelector(".corr-file-name").textContent,
    file: element.dataset.file,
    source: element.dataset.source,
    uploader: element.querySelector("[data-uploader]"),
  };
}

function open(elements) {
  documents = elements.map(described);
  part("documents").replaceChildren(
    ...documents.map(({ name }) => Object.assign(document.createElement("li"), { textContent: name })),
  );
  dialog.showModal();
  attempt(look);
}

form.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-sign-file], [data-sign-all]");
  if (!button) return;
  const all = [...form.querySelectorAll("[data-document]")];
  open("signAll" in button.dataset ? all.filter((one) => !one.querySelector(".corr-signatures")) : [button.closest("[data-document]")]);
});
form.addEventListener("upload:done", ({ detail }) => local.set(detail.file, detail.source));
part("sign").addEventListener("click", () => attempt(sign));
part("again").addEventListener("click", () => attempt(look));
part("cancel").addEventListener("click", () => dialog.close());
part("certificates").addEventListener("keydown", (event) => event.key === "Enter" && attempt(sign));
dialog.addEventListener("close", () => work?.abort());
addEventListener("beforeunload", (event) => work && event.preventDefault());
form.classList.add("can-sign"); // buttons that do nothing without this module are shown by it
