// A button that opens the browser's print dialogue; without it the browser's own command does the same.
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
