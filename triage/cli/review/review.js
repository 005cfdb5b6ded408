"use strict";
// Letters count only while a card has the focus, so that no program that reads the page aloud, or a stray key, judges mail.
(() => {
  const cards = [...document.querySelectorAll("article[id]")];
  let gone = false;
  const press = (button) => {
    if (button && !gone) {
      gone = true; // a second press would be about a page that is already old
      button.form.requestSubmit(button);
    }
  };
  addEventListener("pageshow", () => { gone = false; });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const card = document.activeElement.closest("article[id]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = card ? cards[cards.indexOf(card) + step] : cards[0];
      if (next) {
        event.preventDefault();
        next.focus();
        next.scrollIntoView({ block: "nearest" });
      }
    } else if (!event.repeat && document.activeElement.closest("main")) {
      const key = event.key.toLowerCase();
      if (key === "u") press(document.querySelector("button[data-key=u]"));
      else if (card && /^[a-z]$/.test(key)) press(card.querySelector(`form.all button[data-key=${key}]`));
    }
  });
})();
