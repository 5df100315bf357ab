/* The exact view for others: a link with the whole state, and a frame for another page. */
(function (A) {
  "use strict";

  A.parts.push(function share(app) {
    var link = A.h("button", { type: "button", "data-t": "copy-link", onclick: function () { copyLink(app, link); } });
    var frame = A.h("button", { type: "button", "aria-haspopup": "dialog", "data-t": "embed", onclick: function () { embed(app); } });
    document.getElementById("toolbar-more").append(link, frame);
    embedBar(app);
  });

  /** Return the address of what is shown now; `patch` changes its state. */
  A.address = function (app, patch) {
    return location.href.replace(/#.*/, "") + A.writeHash(Object.assign({}, app.store.get(), patch), app.data, app.map);
  };

  function copyLink(app, button) {
    var address = A.address(app), t = app.language.t;
    copy(address, function (done) {
      if (!done || location.protocol === "file:") { showLink(app, address, done); return; }
      app.say(t("link-copied"));
      button.textContent = t("link-copied");
      setTimeout(function () { button.textContent = t("copy-link"); }, 2500);
    });
  }

  /* No clipboard, as in some frames: the address stands selected, to be copied by hand. Of a file it is told what it is worth. */
  function showLink(app, address, done) {
    var t = app.language.t, field = A.h("input", { readonly: true, autofocus: true, value: address });
    var box = A.dialog(app, t("copy-link"), [A.h("label", {}, t("address"), field), location.protocol === "file:" ? A.h("p.help", {}, t("link-file")) : null]);
    field.select();
    box.say(t(done || document.execCommand("copy") ? "link-copied" : "press-copy"));
  }

  function embed(app) {
    var t = app.language.t, field = A.h("textarea", { readonly: true, autofocus: true, spellcheck: "false" }, snippet(app));
    var button = A.h("button", { type: "button", onclick: function () {
      copy(field.value, function (done) {
        if (!done) { field.select(); done = document.execCommand("copy"); }
        box.say(t(done ? "code-copied" : "press-copy"));
      });
    } }, t("copy-code"));
    var box = A.dialog(app, t("embed"), [A.h("p.help", {}, t("embed-help")), A.h("label", {}, t("embed-code"), field), button,
      location.protocol === "file:" ? A.h("p.help", {}, t("embed-file")) : null]);
  }

  function snippet(app) {
    return '<iframe src="' + quoted(A.address(app, { embed: true })) + '" title="' + quoted(app.title()) +
      '" width="100%" height="560" style="border:0" loading="lazy" allow="clipboard-write"></iframe>';
  }

  function quoted(text) {
    return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  }

  /* `told` hears whether the text is on the clipboard. */
  function copy(text, told) {
    if (!navigator.clipboard) { told(false); return; }
    navigator.clipboard.writeText(text).then(function () { told(true); }, function () { told(false); });
  }

  /* In a frame on another page: the way out to the whole map above, the notice and what is left out below. */
  function embedBar(app) {
    var link = A.h("a.embed-only", { target: "_blank", rel: "noopener noreferrer", "data-t": "open-whole" });
    var notice = A.h("footer.embed-only.embed-notice");
    document.querySelector(".masthead").append(link);
    document.querySelector(".app").append(notice);
    var update = function () { link.href = A.address(app, { embed: false }); };
    var translate = function () {
      var n = A.visibleFeatures(app.data, app.store.get()).length, all = app.data.features.length;
      notice.textContent = app.language.pick(app.data.atlas, "notice") + (n === all ? "" : " " + app.language.t("table-caption", { n: n, all: all, filters: A.describeFilters(app) }) + ".");
    };
    app.map.on("moveend", update);
    app.store.subscribe(function (state, changed) {
      update();
      if ("lang" in changed || (state.embed && A.changesVisible(changed))) { translate(); }
    });
    update();
    translate();
  }
})(window.Atlas = window.Atlas || {});
