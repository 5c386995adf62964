// While a worker is busy the page looks again every two seconds; when the step ends it is shown whole.
const PAUSE = 2000;

async function look() {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh) return location.reload();
    shown.replaceWith(fresh);
  } catch {
    // The server is away for a moment: look again.
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
