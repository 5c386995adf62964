"use strict";

// The number of a clause is a link to it. Here a button beside it copies the full address.
(() => {
  const status = document.querySelector("[data-copy-status]");
  const icons = document.querySelector("[data-copy-icons]");
  if (!status || !icons || !navigator.clipboard) {
    return;
  }
  const [copy, done] = icons.content.children;
  for (const link of document.querySelectorAll("[data-copy-link]")) {
    const number = link.hash.slice("#p-".length);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button no-print";
    button.title = "Скопировать ссылку";
    button.setAttribute("aria-label", `Скопировать ссылку на пункт ${number}`);
    button.append(copy.cloneNode(true));
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link.href);
      status.textContent = `Ссылка на пункт ${number} скопирована`;
      button.classList.add("is-done");
      button.replaceChildren(done.cloneNode(true));
      setTimeout(() => {
        button.classList.remove("is-done");
        button.replaceChildren(copy.cloneNode(true));
        status.textContent = "";
      }, 3000);
    });
    link.after(" ", button);
  }
})();
