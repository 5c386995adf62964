"use strict";

// The number of a clause is a link to it. Here a button beside it also copies the full address.
(() => {
  const status = document.querySelector("[data-copy-status]");
  if (!status || !navigator.clipboard) {
    return;
  }
  for (const link of document.querySelectorAll("[data-copy-link]")) {
    const number = link.hash.slice(3);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button no-print";
    button.title = "Скопировать ссылку";
    button.textContent = "⧉";
    button.setAttribute("aria-label", `Скопировать ссылку на пункт ${number}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.href);
      status.textContent = "";
      status.textContent = `Ссылка на пункт ${number} скопирована`;
      button.textContent = "✓";
      setTimeout(() => {
        button.textContent = "⧉";
      }, 2000);
    });
    link.after(button);
  }
})();
