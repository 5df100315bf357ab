/* The frame around the map: language, theme, the panel on small windows, which view is open. */
(function (A) {
  "use strict";

  /* Before anything else: what the views leave of the window decides how large the map is. */
  A.parts.unshift(function room(app) { arrange(app, {}); });

  A.parts.push(function frame(app) {
    languages(app);
    document.getElementById("theme").addEventListener("click", function () { app.store.set({ theme: isDark(app) ? "light" : "dark" }); });
    document.getElementById("handle").addEventListener("click", function () { app.store.set({ panel: !app.store.get().panel }); });
    ["story", "table", "about"].forEach(function (view) {
      document.getElementById("open-" + view).addEventListener("click", function () {
        app.store.set({ view: app.store.get().view === view ? "ways" : view });
      });
    });
    app.store.subscribe(function (state, changed) {
      if ("lang" in changed) { translate(app); }
      if ("theme" in changed) { A.setTheme(app); }
      if ("view" in changed || "panel" in changed || "embed" in changed) { arrange(app, changed); }
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () { A.setTheme(app); });
    translate(app);
  });

  function languages(app) {
    var box = document.getElementById("language");
    app.data.atlas.languages.forEach(function (tag) {
      var own = app.language.nameOf(tag);
      box.appendChild(A.h("button", { type: "button", lang: tag, "data-lang": tag, onclick: function () { app.store.set({ lang: tag }); } }, own));
    });
    box.hidden = app.data.atlas.languages.length < 2;
  }

  function translate(app) {
    var language = app.language, atlas = app.data.atlas;
    document.documentElement.lang = language.tag;
    document.documentElement.dir = A.directionOf(language.tag);
    document.title = app.title();
    document.getElementById("title").textContent = app.title();
    document.getElementById("notice").textContent = language.pick(atlas, "notice");
    document.getElementById("licence").textContent = language.pick(atlas, "licence");
    A.translate(document, language);
    document.querySelectorAll("#language button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === language.tag));
    });
  }

  function isDark(app) {
    var chosen = app.store.get().theme;
    return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  /** Set the page's theme; the first time before anything is drawn, so that nothing is drawn twice. */
  A.setTheme = function (app) {
    var dark = isDark(app), root = document.documentElement;
    var changed = root.dataset.theme !== (dark ? "dark" : "light");
    root.dataset.theme = dark ? "dark" : "light";
    document.getElementById("theme").setAttribute("aria-pressed", String(dark));
    if (changed && app.basemap) { app.basemap.redraw(); }
  };

  function arrange(app, changed) {
    var state = app.store.get(), root = document.documentElement;
    root.dataset.view = state.view;
    root.classList.toggle("panel-open", Boolean(state.panel));
    root.classList.toggle("embed", Boolean(state.embed));
    document.getElementById("handle").setAttribute("aria-expanded", String(Boolean(state.panel)));
    ["story", "table", "about"].forEach(function (view) {
      var open = state.view === view, section = document.getElementById(view);
      section.hidden = !open;
      document.getElementById("open-" + view).setAttribute("aria-expanded", String(open));
      if (open && "view" in changed && !app.restoring) { section.querySelector("[tabindex='-1']").focus(); }
    });
    document.getElementById("ways").hidden = state.view === "story";
    document.getElementById("map").inert = state.view === "table" || state.view === "about";
    if (changed.view === "ways" && !app.restoring && app.lastView) { document.getElementById("open-" + app.lastView).focus(); }
    app.lastView = state.view === "ways" ? null : state.view;
    app.map.invalidateSize({ animate: false });
  }
})(window.Atlas = window.Atlas || {});
