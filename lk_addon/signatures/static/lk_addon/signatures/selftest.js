// The page «Проверка электронной подписи»: step after step until one fails, then a trial signature that the server checks.

const root = document.querySelector("[data-selftest]");
const [plugins, choice] = await Promise.all([import(root.dataset.plugin), import(root.dataset.choice)]);

const LOST = "Нет связи с сайтом. Повторите.";
const ENDED = "Сеанс закончился. Обновите страницу и войдите снова.";
const HANDHELD = "Это телефон или планшет: подписать здесь нельзя.";

const step = (name) => root.querySelector(`[data-step="${name}"]`);
const list = root.querySelector("[data-certificates]");
const button = root.querySelector("[data-try]");
let certificates = [];
let plugin = null;

class Problem extends Error {}

function mark(name, tone, text) {
  const state = step(name).querySelector("[data-state]");
  state.className = `state state-${tone}`;
  state.textContent = text;
}

function explain(name, text) {
  const problem = step(name).querySelector("[data-problem]");
  problem.textContent = text;
  problem.hidden = !text;
  step(name).querySelector("[data-help]").hidden = !text;
}

// Runs one step and returns whether it passed. The act gives what to say of it: words, or [words, tone].
async function run(name, act) {
  explain(name, "");
  mark(name, "soon", "проверяем…");
  try {
    const [text, tone] = [(await act()) ?? "в порядке"].flat();
    mark(name, tone ?? "good", text);
    return true;
  } catch (error) {
    if (!(error instanceof plugins.PluginError || error instanceof Problem)) throw error;
    mark(name, "bad", "не в порядке");
    explain(name, [error.message, error.detail && `(${error.detail})`].filter(Boolean).join(" "));
    return false;
  }
}

const STEPS = {
  browser() {
    if (navigator.userAgentData?.mobile || /Android|iPhone|iPad/.test(navigator.userAgent)) throw new Problem(HANDHELD);
  },
  async extension() {
    await plugins.findExtension();
    return "найдено";
  },
  async plugin() {
    const opened = await plugins.openPlugin();
    plugin = opened.plugin;
    return `версия ${opened.version}`;
  },
  async csp() {
    return `версия ${await plugins.cspVersion(plugin)}`;
  },
  async certificates() {
    certificates = await plugins.certificatesOf(plugin);
    const choosable = choice.showCertificates(list, certificates, plugins.refusalOf);
    list.closest("[data-found]").hidden = false;
    if (!choosable) throw new Problem("Ни одним из найденных сертификатов подписать нельзя.");
    return `найдено: ${certificates.length}, можно выбрать: ${choosable}`;
  },
};

async function start() {
  button.disabled = true;
  list.closest("[data-found]").hidden = true;
  step("trial").querySelector("[data-report]").hidden = true;
  for (const name of [...Object.keys(STEPS), "trial"]) {
    mark(name, "past", "ещё не проверено");
    explain(name, "");
  }
  for (const [name, act] of Object.entries(STEPS)) if (!(await run(name, act))) return;
  button.disabled = false;
}

async function ask(signature) {
  const body = new FormData(root);
  body.delete("certificate");
  body.set("signature", signature);
  const answer = await fetch(root.dataset.trial, { method: "POST", body }).catch(() => {
    throw new Problem(LOST);
  });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new Problem(ENDED);
  const data = await answer.json();
  if (data.error) throw new Problem(data.error);
  return data;
}

async function trySigning() {
  const certificate = choice.chosenOf(list, certificates);
  if (!certificate) return;
  button.disabled = true;
  const report = step("trial").querySelector("[data-report]");
  report.hidden = true;
  await run("trial", async () => {
    const blob = new Blob([root.elements.words.value]);
    const data = await ask(await plugins.sign({ plugin, certificate, blob }));
    const shown = new DOMParser().parseFromString(data.report, "text/html").body;
    report.replaceChildren(...shown.childNodes);
    report.hidden = false;
    return [data.label, data.tone];
  });
  button.disabled = false;
}

button.addEventListener("click", trySigning);
root.querySelector("[data-again]").addEventListener("click", start);
start();
