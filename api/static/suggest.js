// Suggestions beneath the search box. The form works without them.
"use strict";
(() => {
  const box = document.getElementById("q");
  if (!box || !("fetch" in window)) return;
  const list = document.createElement("datalist");
  list.id = "suggestions";
  box.after(list);
  box.setAttribute("list", list.id);
  const known = new Map();
  let timer = 0;
  let asked = 0;
  const show = (places) => {
    known.clear();
    list.replaceChildren(...places.map((p) => {
      const option = document.createElement("option");
      option.value = p.where ? p.name + ", " + p.where : p.name;
      known.set(option.value, p.id);
      return option;
    }));
  };
  box.addEventListener("input", () => {
    if (known.has(box.value)) { // one was chosen
      location.assign("/p/" + encodeURIComponent(known.get(box.value)));
      return;
    }
    clearTimeout(timer);
    const words = box.value.trim();
    if (words.length < 2) return;
    timer = setTimeout(async () => {
      const mine = ++asked;
      try {
        const answer = await fetch("/v1/suggest?q=" + encodeURIComponent(words));
        if (answer.ok && mine === asked) show((await answer.json()).suggestions);
      } catch { /* the form works without */ }
    }, 200);
  });
})();
