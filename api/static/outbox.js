// Keeps answers on this device until the server has them. Both the page and the
// service worker load this file, so that an answer goes even if the page was
// closed. An answer has an id of its own from the start: sending it again, for
// whatever reason, cannot count it twice.
"use strict";

const Outbox = (() => {
  const open = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("earshot-kiosk", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("waiting", { keyPath: "id" });
      request.result.createObjectStore("refused", { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("the store is held by another version"));
  });

  // Runs one transaction and resolves once it is on disk.
  const within = async (mode, work) => {
    const db = await open();
    try {
      return await new Promise((resolve, reject) => {
        const tx = db.transaction(["waiting", "refused"], mode, { durability: "strict" });
        const result = work(tx);
        tx.oncomplete = () => resolve(result && result.result);
        tx.onabort = tx.onerror = () => reject(tx.error);
      });
    } finally {
      db.close();
    }
  };

  const keep = (answer) => within("readwrite", (tx) => tx.objectStore("waiting").put(answer));
  const waiting = () => within("readonly", (tx) => tx.objectStore("waiting").getAll());
  const counts = async () => ({
    waiting: await within("readonly", (tx) => tx.objectStore("waiting").count()),
    refused: await within("readonly", (tx) => tx.objectStore("refused").count()),
  });
  const sent = (id) => within("readwrite", (tx) => { tx.objectStore("waiting").delete(id); });
  // What the server will never take is kept for a person to look at, not lost.
  const refuse = (answer, status) => within("readwrite", (tx) => {
    tx.objectStore("waiting").delete(answer.id);
    tx.objectStore("refused").put({ ...answer, status });
  });

  const send = (code, body) => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), 20000);
    return fetch("/k/" + encodeURIComponent(code) + "/answers", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      credentials: "omit", cache: "no-store", redirect: "error", signal: late.signal,
    }).finally(() => clearTimeout(timer));
  };

  // ask sends one answer and gives the status of the reply, 0 if there was none.
  const ask = async (answer) => {
    const { code, keptAt, ...body } = answer;
    // How long ago it was given, by this device's own clock: that clock may be
    // wrong, the time that passed is not.
    body.seconds_ago = Math.max(0, Math.round((Date.now() - keptAt) / 1000));
    try {
      let response = await send(code, body);
      if (response.status === 403) { // the page is old: its token is worth a new one
        const fresh = await fetch("/k/" + encodeURIComponent(code) + "/token", { cache: "no-store", credentials: "omit" });
        if (!fresh.ok) return 0;
        body.token = (await fresh.json()).token;
        response = await send(code, body);
      }
      return response.status;
    } catch {
      return 0;
    }
  };

  // post sends one answer that is kept and says whether others may follow now.
  const post = async (answer) => {
    const status = await ask(answer);
    if (status === 200 || status === 201) await sent(answer.id);
    else if ([400, 413].includes(status)) await refuse(answer, status);
    return status > 0 && status < 500 && status !== 429; // else it is busy or broken: all wait
  };

  // sendNow sends an answer that could not be kept, since the device is full or
  // keeps nothing, and says whether the server has it.
  const sendNow = async (answer) => [200, 201].includes(await ask(answer));

  const drain = async () => {
    for (const answer of await waiting()) {
      if (!(await post(answer))) break;
    }
    return counts();
  };

  // flush sends what waits, one sender at a time on this device.
  const flush = () => (navigator.locks ? navigator.locks.request("earshot-outbox", drain) : drain());

  return { keep, flush, counts, sendNow };
})();
