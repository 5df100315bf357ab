/* One dialog at a time over the page: Escape closes it and the focus goes back to what opened it. */
(function (A) {
  "use strict";

  /** Show `content` under a heading; return the dialog with say(text), which a screen reader hears inside it. */
  A.dialog = function (app, heading, content) {
    var status = A.h("p.dialog-status", { role: "status" });
    var box = A.h("dialog.dialog", { "aria-labelledby": "dialog-title", onclick: function (event) { if (event.target === box) { box.close(); } } },
      A.h("div.dialog-body", {},
        A.h("div.sheet-head", {}, A.h("h2", { id: "dialog-title" }, heading),
          A.h("button", { type: "button", onclick: function () { box.close(); } }, app.language.t("close"))),
        content, status));
    var leave = function () { box.close(); };
    box.addEventListener("close", function () {
      window.removeEventListener("popstate", leave);
      box.remove();
    });
    window.addEventListener("popstate", leave);
    box.say = function (text) { status.textContent = text; };
    document.body.appendChild(box);
    box.showModal();
    return box;
  };
})(window.Atlas = window.Atlas || {});
