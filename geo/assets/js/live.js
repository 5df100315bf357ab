/* Live preview, on pages of `serve` alone: reload when the data has changed, tell what is wrong with it meanwhile. */
(function (A) {
  "use strict";

  var options = { address: "/live", again: 1500 };

  A.parts.push(function live(app) {
    restore(app);
    A.watch(Number(document.documentElement.dataset.version), app.language.t, function () { keep(app); location.reload(); });
  });

  /** Show the server's problems in a banner from now on; call `changed` when there is something newer than `version`. */
  A.watch = function (version, t, changed) {
    var box = A.h("section.live", { role: "status", hidden: true }), seen = -1;
    document.body.appendChild(box);
    function ask() {
      fetch(options.address + "?seen=" + seen, { cache: "no-store" }).then(function (answer) { return answer.json(); }).then(function (news) {
        seen = news.seen;
        if (news.version !== version && news.version > 0) { changed(); return; }
        tell(box, news.problems, version, t);
        ask();
      }).catch(function () {
        seen = -1;
        A.fill(box, A.h("p", {}, t("live-gone"))).hidden = false;
        setTimeout(ask, options.again);
      });
    }
    ask();
  };

  function tell(box, problems, version, t) {
    var errors = problems.filter(function (p) { return p.level === "error"; });
    var warnings = problems.filter(function (p) { return p.level !== "error"; });
    box.hidden = !problems.length;
    box.classList.toggle("wrong", errors.length > 0);
    A.fill(box,
      errors.length ? list(t(version ? "live-errors" : "live-none", { n: errors.length }), errors, true) : null,
      warnings.length ? list(t("live-warnings", { n: warnings.length }), warnings, false) : null);
  }

  function list(heading, problems, open) {
    return A.h("details", { open: open }, A.h("summary", {}, heading),
      A.h("ul", {}, problems.map(function (p) { return A.h("li", {}, p.text); })));
  }

  /* What the address does not hold goes with the reload in the entry of the page's history. */
  function keep(app) {
    var state = app.store.get(), scrolled = {};
    document.querySelectorAll(".panel-scroll, .sheet").forEach(function (element) { scrolled[element.id] = element.scrollTop; });
    history.replaceState({ live: { query: state.query, panel: state.panel, scrolled: scrolled } }, "", app.hash());
  }

  function restore(app) {
    var kept = history.state && history.state.live;
    if (!kept) { return; }
    app.store.set({ query: kept.query, panel: kept.panel });
    requestAnimationFrame(function () {
      Object.keys(kept.scrolled).forEach(function (id) { document.getElementById(id).scrollTop = kept.scrolled[id]; });
    });
  }
})(window.Atlas = window.Atlas || {});
