"use strict";
(() => {
  const POLL_MS = 1000;
  const dialog = document.getElementById("dialog");
  const said = document.getElementById("said");
  const marks = new Map();
  let faults = null;
  let opener = null;

  const say = (words) => {
    said.textContent = "";
    window.setTimeout(() => { said.textContent = words; }, 50);
  };
  const columnOf = (element) => element.closest(".column");
  const nameOf = (column) => column.querySelector("h2").textContent.replace("# ", "");
  const personIn = (column) => column.querySelector(".as").value;

  const ask = async (path, form) => {
    const options = form ? { method: "POST", body: form, headers: { "X-Sandbox-Page": "1" } } : {};
    const response = await fetch(path, options);
    if (!response.ok) throw new Error(await response.text());
    return response;
  };
  const formOf = (fields) => {
    const form = new FormData();
    Object.entries(fields).forEach(([name, value]) => form.append(name, value));
    return form;
  };

  /* Messages: only what changed is replaced, so that focus and open menus stay. */
  const merge = (list, html) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const old = new Map([...list.children].map((one) => [one.dataset.key, one]));
    const added = [];
    const wanted = [...fresh.content.children].map((one) => {
      const kept = old.get(one.dataset.key);
      if (kept && kept.dataset.mark === one.dataset.mark) return kept;
      if (one.dataset.key !== "empty") added.push(one);
      return one;
    });
    const active = document.activeElement;
    const replaced = list.contains(active) && !wanted.some((one) => one.contains(active));
    const place = replaced ? placeOf(active) : null;
    if (added.length || wanted.length !== list.children.length) list.replaceChildren(...wanted);
    if (place) focusOn(place);
    return added;
  };
  const refresh = async (column, quiet) => {
    const query = new URLSearchParams({ channel: column.dataset.channel, as: personIn(column) });
    const html = await (await ask(`/page/messages?${query}`)).text();
    const added = merge(column.querySelector(".messages"), html);
    if (added.length && !quiet) say(`${added.at(-1).getAttribute("aria-label")}, in ${nameOf(column)}`);
    return added;
  };

  /* A button is remembered by what it is, not by its element, which an update may replace. */
  const placeOf = (element) => {
    const message = element.closest(".message");
    return message && {
      channel: columnOf(element).dataset.channel,
      key: message.dataset.key,
      name: element.dataset.control,
      value: element.dataset.value,
    };
  };
  const focusOn = (place) => {
    const column = place && document.querySelector(`.column[data-channel="${CSS.escape(place.channel)}"]`);
    const message = column && column.querySelector(`[data-key="${CSS.escape(place.key)}"]`);
    if (!message) return;
    const same = [...message.querySelectorAll("[data-control]")].find(
      (one) => one.dataset.control === place.name && one.dataset.value === place.value,
    );
    const inMenu = same && same.closest("details:not([open])");
    const target = inMenu ? inMenu.querySelector("summary") : same || message.querySelector("button, summary");
    if (target) target.focus();
  };

  /* Dialogs */
  const show = (html, column) => {
    dialog.innerHTML = html;
    dialog.dataset.channel = column.dataset.channel;
    if (!dialog.open) dialog.showModal();
    const over = column.getBoundingClientRect();
    const left = Math.max(8, Math.min(over.left + (over.width - dialog.offsetWidth) / 2,
      window.innerWidth - dialog.offsetWidth - 8));
    dialog.style.setProperty("--left", `${left}px`);
    document.getElementById("dialog-title").focus();
  };
  const fieldError = (name) => dialog.querySelector(`[data-error="${CSS.escape(name)}"]`);
  const complain = (errors) => {
    const alert = dialog.querySelector(".alert");
    const list = document.createElement("ul");
    dialog.querySelectorAll(".error").forEach((one) => { one.textContent = ""; });
    dialog.querySelectorAll("[aria-invalid]").forEach((one) => { one.removeAttribute("aria-invalid"); });
    errors.forEach(({ name, label, said: words }) => {
      const field = dialog.querySelector(`[name="${CSS.escape(name)}"]`);
      const beside = fieldError(name);
      if (field) field.setAttribute("aria-invalid", "true");
      if (beside) beside.textContent = words;
      const item = document.createElement("li");
      const asked = document.createElement("strong");
      asked.textContent = label;
      item.append(asked, label ? " " : "", words);
      list.append(item);
    });
    alert.replaceChildren(list);
    alert.classList.toggle("listed", errors.every(({ name }) => fieldError(name)));
    const first = dialog.querySelector("[aria-invalid]");
    if (first) first.focus();
  };
  const alertIn = (place, words) => {
    place.classList.remove("listed");
    place.textContent = words;
  };

  const take = async (answer, column) => {
    const trouble = dialog.open ? dialog.querySelector(".alert") : column.querySelector(".trouble");
    if (answer.kind === "screen") return show(answer.html, column);
    if (answer.kind === "errors") return complain(answer.errors);
    if (answer.kind === "refusal") return alertIn(trouble, answer.said);
    if (dialog.open) dialog.close();
    /* What came of it is shown, as a chat shows its newest message. */
    (await refresh(column, true)).at(-1)?.scrollIntoView({ block: "nearest" });
    if (answer.kind === "nothing") return say(answer.said);
    const words = document.createElement("template");
    words.innerHTML = answer.html;
    return say(`Only visible to you: ${words.content.textContent.trim().replace(/\s+/g, " ")}`);
  };
  const act = async (button, path, form, column) => {
    const scope = dialog.open ? dialog : column;
    const focused = document.activeElement;
    column.querySelector(".trouble").textContent = "";
    scope.setAttribute("aria-busy", "true");
    button.disabled = true;
    try {
      await take(await (await ask(path, form)).json(), column);
    } catch (error) {
      alertIn(dialog.open ? dialog.querySelector(".alert") : column.querySelector(".trouble"),
        `It did not work. ${error.message}`);
    } finally {
      scope.removeAttribute("aria-busy");
      button.disabled = false;
      if (document.activeElement === document.body) focused.focus({ preventScroll: true });
    }
  };

  document.addEventListener("click", (event) => {
    const menu = document.querySelector(".message details[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-close]")) return dialog.close();
    const button = event.target.closest(".message [data-control]");
    if (!button) return undefined;
    const column = columnOf(button);
    opener = placeOf(button);
    const details = button.closest("details");
    if (details) details.open = false;
    return act(button, "/page/press", formOf({
      channel: column.dataset.channel,
      as: personIn(column),
      post: button.closest(".message").dataset.post,
      name: button.dataset.control,
      value: button.dataset.value,
    }), column);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest && event.target.closest(".message details[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const column = document.querySelector(`.column[data-channel="${CSS.escape(dialog.dataset.channel)}"]`);
    const form = new FormData(event.target, event.submitter);
    form.append("screen", event.target.dataset.screen);
    act(event.submitter, "/page/submit", form, column);
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    focusOn(opener);
  });

  /* Writing to the bot, and one's own page with it */
  document.querySelectorAll(".say").forEach((form) => {
    const column = columnOf(form);
    const from = (fields) => formOf({
      channel: column.dataset.channel, as: personIn(column), ...fields,
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { text, where } = form.elements;
      act(event.submitter, "/page/command", from({ text: text.value, where: where.value }), column);
      text.value = "";
    });
    form.querySelector("[data-home]").addEventListener("click", (event) => {
      act(event.target, "/page/home", from({}), column);
    });
  });

  document.querySelectorAll(".as").forEach((select) => {
    select.addEventListener("change", () => {
      const column = columnOf(select);
      refresh(column, true).then(() => say(`You are ${select.selectedOptions[0].textContent}`));
    });
  });

  /* Make it fail */
  const faultForm = document.getElementById("fault-form");
  const arrange = async (path, form) => {
    const place = document.getElementById("faults");
    try {
      place.innerHTML = await (await ask(path, form)).text();
      say(place.textContent.trim().replace(/\s+/g, " "));
    } catch (error) {
      place.textContent = error.message;
    }
  };
  faultForm.addEventListener("submit", (event) => {
    event.preventDefault();
    arrange("/page/faults", new FormData(faultForm));
  });
  document.getElementById("fault-clear").addEventListener("click", () => {
    arrange("/page/faults/clear", new FormData());
  });

  /* What changed since we last looked */
  const look = async () => {
    const { channels, faults: left } = await (await ask("/page/marks")).json();
    for (const column of document.querySelectorAll(".column")) {
      const mark = channels[column.dataset.channel];
      const before = marks.get(column.dataset.channel);
      marks.set(column.dataset.channel, mark);
      if (before !== undefined && before !== mark) await refresh(column, false);
    }
    if (faults !== null && faults !== left) {
      document.getElementById("faults").innerHTML = await (await ask("/page/faults")).text();
    }
    faults = left;
    const figures = await (await ask("/page/engagement")).text();
    const place = document.getElementById("engagement");
    if (place.dataset.last !== figures) {
      const scrolled = place.querySelector(".scroll")?.scrollLeft ?? 0;
      const focused = place.contains(document.activeElement);
      place.dataset.last = figures;
      place.innerHTML = figures;
      const region = place.querySelector(".scroll");
      if (region) {
        region.scrollLeft = scrolled;
        if (focused) region.focus();
      }
    }
  };
  const watch = async () => {
    try {
      if (!document.hidden) await look();
      document.body.classList.remove("lost");
    } catch {
      document.body.classList.add("lost");
    }
    window.setTimeout(watch, POLL_MS);
  };
  watch();
})();
