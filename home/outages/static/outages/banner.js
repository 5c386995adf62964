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

// All but the first notice are folded; they open when the one in view has been dismissed.
const folded = banner.querySelector("[data-outage-more]");

function hide(notice) {
  notice.hidden = true;
  const left = notices.filter((other) => !other.hidden);
  banner.hidden = left.length === 0;
  if (folded) {
    const inside = left.filter((other) => folded.contains(other));
    folded.hidden = inside.length === 0;
    folded.open ||= inside.length === left.length;
    folded.querySelector("[data-outage-count]").textContent = String(inside.length);
  }
}

for (const notice of notices) {
  const key = notice.dataset.outageKey;
  const button = notice.querySelector("[data-outage-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = notices.slice(notices.indexOf(notice) + 1).find((other) => !other.hidden);
    hide(notice);
    remember(key, shown);
    (next?.querySelector("[data-outage-dismiss]") ?? document.querySelector("main"))?.focus();
  });
  if (dismissed().includes(key)) {
    hide(notice);
  }
}
