// The kiosk page: one question at a time, and back to the first for the next
// person.
"use strict";

(() => {
  const data = document.body.dataset;
  const idleMs = Number(data.idle) * 1000;
  const warnMs = 20000;   // how long somebody has to say that they are still there
  const thanksMs = 15000; // how long the thanks stay
  const retryMs = 15000;
  const home = document.documentElement.lang;
  const forms = [...document.querySelectorAll(".ear-k-form")];
  const status = document.getElementById("status");
  let form, step, answer, timer, beforeIdle;

  const part = (name) => form.querySelector('[data-step="' + name + '"]');

  const show = (name) => {
    step = name;
    for (const section of form.querySelectorAll("section")) section.hidden = section.dataset.step !== name;
    const section = part(name);
    const first = section.querySelector("textarea") || section.querySelector("h1:not([hidden])");
    if (first && name !== "rating") {
      if (first.tagName === "H1") first.tabIndex = -1;
      first.focus();
    }
    window.scrollTo(0, 0);
    wait();
  };

  const speak = (tag) => {
    form = forms.find((f) => f.dataset.tag === tag) || forms[0];
    for (const f of forms) f.hidden = f !== form;
    document.documentElement.lang = form.lang;
    document.documentElement.dir = form.dir;
  };

  // again forgets what was typed and is ready for the next person.
  const again = () => {
    for (const f of forms) f.reset();
    answer = {};
    speak(home);
    show("rating");
  };

  // wait sets the clock that clears the page when somebody has walked away.
  const wait = () => {
    clearTimeout(timer);
    if (step === "done") timer = setTimeout(again, thanksMs);
    else if (step === "idle") timer = setTimeout(again, warnMs);
    else if (step !== "rating" || form.lang !== home) {
      timer = setTimeout(() => {
        beforeIdle = step;
        show("idle");
      }, idleMs);
    }
  };

  const report = (n) => {
    const said = [];
    if (n.waiting) said.push(n.waiting + " waiting to be sent");
    if (n.refused) said.push(n.refused + " refused: tell your Earshot administrator");
    status.textContent = said.join("; ");
    status.dataset.waiting = n.waiting;
  };

  const flush = async () => {
    try {
      report(await Outbox.flush());
    } catch {
      status.textContent = "answers cannot be kept on this device";
    }
  };

  const outcome = (name) => {
    for (const h of form.querySelectorAll("[data-outcome]")) h.hidden = h.dataset.outcome !== name;
    show("done");
  };

  // finish keeps the answer on the device before anything else, then sends it.
  const finish = async () => {
    clearTimeout(timer);
    const whole = {
      id: crypto.randomUUID(), code: data.code, token: data.token, audience: data.audience, language: form.dataset.tag,
      rating: answer.rating, why: form.elements.why.value, improve: form.elements.improve.value, consent: answer.consent === true,
      keptAt: Date.now(),
    };
    answer = {};
    try {
      await Outbox.keep(whole);
    } catch {
      outcome((await Outbox.sendNow(whole)) ? "saved" : "failed");
      return;
    }
    const before = await Promise.race([Outbox.flush().catch(() => null), new Promise((done) => setTimeout(() => done(null), 4000))]);
    if (before) report(before);
    outcome(before && before.waiting === 0 ? "saved" : "kept");
    if (navigator.serviceWorker) {
      const worker = await navigator.serviceWorker.ready;
      if (worker.sync) worker.sync.register("earshot-outbox").catch(() => {});
    }
  };

  const onwards = {
    rating: () => "why",
    why: () => "improve",
    improve: () => ((form.elements.why.value + form.elements.improve.value).trim() ? "consent" : null),
  };
  const backwards = { why: "rating", improve: "why" };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || !form.contains(button)) return;
    const { rating, tongue, consent, go } = button.dataset;
    if (tongue) {
      speak(tongue);
      show("rating");
    } else if (rating && step === "rating") {
      answer.rating = Number(rating);
      show(onwards.rating());
    } else if (consent && step === "consent") {
      answer.consent = consent === "yes";
      finish();
      step = "sending"; // a second touch sends nothing more
    } else if (go === "again") again();
    else if (go === "stay") show(beforeIdle);
    else if (go === "back" && backwards[step]) show(backwards[step]);
    else if (go === "next" && onwards[step]) {
      const next = onwards[step]();
      if (next) show(next);
      else {
        finish();
        step = "sending";
      }
    }
  });
  for (const f of forms) f.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, () => { if (step !== "idle" && step !== "done" && step !== "sending") wait(); }, { passive: true });
  }
  window.addEventListener("online", flush);
  setInterval(flush, retryMs);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  if (navigator.serviceWorker) navigator.serviceWorker.register("/k/worker.js", { scope: "/k/" }).catch(() => {});
  again();
  flush();
})();
