// Tells of new warnings while the list is open. The page works without it.
"use strict";
(() => {
  const box = document.getElementById("news");
  if (!box || !window.EventSource) return;
  const source = new EventSource("/workspace/stream?after=" + encodeURIComponent(box.dataset.cursor));
  source.addEventListener("warning", async () => {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "news" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = document.getElementById("warnings"), next = fresh.getElementById("warnings");
    if (!now || !next) return;
    now.replaceChildren(...next.childNodes);
    box.textContent = "The list was brought up to date at " + new Date().toLocaleTimeString("en-GB") + ".";
  });
})();
