// Warns a minute before a quiet session ends, and leaves the page when it has ended.
// The time of the last request is shared by all tabs of the cabinet.

const dialog = document.getElementById("idle-dialog");
const limit = Number(dialog.dataset.idleSeconds) * 1000;
const warning = Math.min(60_000, limit / 2);
const left = dialog.querySelector("[data-idle-left]");
const KEY = "cabinet-seen-at";

function seenNow() {
  localStorage.setItem(KEY, String(Date.now()));
}

function remaining() {
  return Number(localStorage.getItem(KEY)) + limit - Date.now();
}

async function keep() {
  const answer = await fetch(dialog.dataset.keepUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() } });
  if (answer.ok && !answer.redirected) {
    seenNow();
    dialog.close();
  } else {
    leave();
  }
}

function csrfToken() {
  return document.querySelector("input[name=csrfmiddlewaretoken]").value;
}

// The server counts a little longer than the page: the session is ended, not only left.
async function leave() {
  clearInterval(watch);
  const body = new URLSearchParams({ reason: "idle" });
  await fetch(dialog.dataset.logoutUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body }).catch(() => {});
  location.replace(dialog.dataset.loginUrl);
}

function look() {
  const time = remaining();
  if (time <= 0) {
    leave();
  } else if (time <= warning) {
    left.textContent = String(Math.ceil(time / 1000));
    if (!dialog.open) {
      dialog.showModal();
    }
  } else if (dialog.open) {
    dialog.close();
  }
}

seenNow();
dialog.querySelector("[data-idle-keep]").addEventListener("click", keep);
document.body.addEventListener("htmx:afterRequest", seenNow);
const watch = setInterval(look, 1000);

// «Назад» after «Выход» must show nothing, whatever the browser kept of the page.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});
