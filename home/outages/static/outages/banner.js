// Hides banner notices that this reader has dismissed. The pages are cached for
// everybody, so the choice is kept here; the key names the notice, its phase and
// its last change, and a new phase shows the notice again. Without JavaScript or
// storage every notice stays visible.

const STORE = "outages-dismissed";

function dismissed() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function remember(key, shown) {
  try {
    localStorage.setItem(STORE, JSON.stringify([...dismissed().filter((old) => shown.includes(old)), key]));
  } catch {
    // Storage is switched off: the notice is hidden on this page only.
  }
}

const banner = document.querySelector(".outage-banner");
const notices = [...banner.querySelectorAll("[data-outage-key]")];
const shown = notices.map((notice) => notice.dataset.outageKey);

function hide(notice) {
  notice.hidden = true;
  banner.hidden = notices.every((other) => other.hidden);
}

for (const notice of notices) {
  const key = notice.dataset.outageKey;
  const button = notice.querySelector("[data-outage-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = notice.nextElementSibling?.querySelector("[data-outage-dismiss]");
    hide(notice);
    remember(key, shown);
    (next ?? document.querySelector("main"))?.focus();
  });
  if (dismissed().includes(key)) {
    hide(notice);
  }
}
