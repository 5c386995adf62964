// The form of a page for paper opens the printing dialogue by itself.
addEventListener("load", () => window.print());
