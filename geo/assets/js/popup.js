/* What a feature says: a labelled dialog on the map, built from text nodes. */
(function (A) {
  "use strict";

  A.parts.push(function popup(app) {
    var own = { app: app, open: null, opener: null };
    /** Choose a feature (or null); options: at (where it was clicked), focus (move the focus into the popup). */
    app.select = function (id, options) {
      own.options = options || {};
      own.opener = own.options.focus ? document.activeElement : null;
      if (app.store.get().selected === id) { show(own, id); } else { app.store.set({ selected: id || null }); }
    };
    app.store.subscribe(function (state, changed) {
      if ("selected" in changed) { show(own, state.selected); }
      else if ("lang" in changed && state.selected) { refresh(own); }
      else if (A.changesVisible(changed) && state.selected && !A.isVisible(app.data.byId[state.selected], state)) {
        app.store.set({ selected: null });
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && own.open && !event.defaultPrevented && !event.target.closest("input, select, dialog, .sheet")) {
        event.preventDefault();
        app.map.closePopup(own.open);
      }
    });
    app.map.on("resize", function () { refit(own); });
    app.map.on("popupclose", function (event) { if (event.popup === own.open) { closed(own); } });
  });

  function show(own, id) {
    var app = own.app, options = own.options || {};
    own.options = null;
    own.quiet = true;
    if (own.open) { app.map.closePopup(own.open); }
    own.quiet = false;
    own.open = null;
    if (!id) { return; }
    var feature = app.data.byId[id], at = options.at || A.middleOf(app, id);
    app.reveal(id);
    var popup = L.popup(Object.assign({
      autoPanPaddingTopLeft: [16, 16], autoPanPaddingBottomRight: app.isPhone() ? [16, 16] : [62, 16], offset: offset(app, feature), autoClose: false, closeOnClick: true, closeButton: false, className: "atlas-popup"
    }, room(app))).setLatLng(at).setContent(content(own, feature));
    own.open = popup;
    app.map.openPopup(popup);
    dialog(popup, own);
    if (options.focus) { popup.getElement().querySelector("h2").focus({ preventScroll: true }); }
  }

  /* How large a popup may be on the map as it is. */
  function room(app) {
    var size = app.map.getSize();
    return { maxWidth: Math.min(360, size.x - 40), minWidth: Math.min(260, size.x - 40), maxHeight: Math.max(140, Math.min(440, size.y * (app.isPhone() ? 0.5 : 0.62))) };
  }

  /* The window has another size: so has the popup. */
  function refit(own) {
    var focused = document.activeElement;
    if (!own.open) { return; }
    L.setOptions(own.open, room(own.app));
    own.open.update();
    if (own.open.getElement().contains(focused)) { focused.focus({ preventScroll: true }); }
  }

  function refresh(own) {
    own.open.setContent(content(own, own.app.data.byId[own.app.store.get().selected]));
    dialog(own.open, own);
  }

  function dialog(popup, own) {
    var element = popup.getElement();
    element.setAttribute("role", "dialog");
    element.setAttribute("aria-labelledby", "popup-title");
    element.onkeydown = function (event) {
      if (event.key === "Escape") { event.stopPropagation(); own.app.map.closePopup(popup); }
    };
  }

  /* The reader closed the popup: let go of the feature and give the focus back. */
  function closed(own) {
    if (own.quiet) { return; }
    var id = own.app.store.get().selected, entry = own.app.drawn[id], inside = focusWasInside(own);
    own.open = null;
    own.app.store.set({ selected: null });
    var opener = own.opener && own.opener.isConnected && own.opener !== document.body ? own.opener : entry && entry.path;
    if (inside && opener && opener.isConnected) { opener.focus({ preventScroll: true }); }
  }

  function focusWasInside(own) {
    var active = document.activeElement;
    return active === document.body || (own.open && own.open.getElement() && own.open.getElement().contains(active));
  }

  function offset(app, feature) {
    if (feature.geometry.type !== "Point") { return [0, 2]; }
    var shift = app.drawn[feature.id].layer._shift || [0, 0];
    return [shift[0], shift[1] - 4];
  }

  function content(own, feature) {
    var app = own.app, p = feature.properties, way = app.data.wayById[p.way], t = app.language.t;
    return A.h("div.popup", { lang: app.language.tag, style: { "--way": "var(--way-" + way.rank + ")" } },
      A.h("div.popup-head", {},
        A.h("p.popup-way", {}, A.h("span.rank", { "aria-hidden": "true" }, way.rank), app.language.pick(way, "name") + " · " + t("kind." + p.kind)),
        A.h("button.popup-close", { type: "button", "aria-label": t("close"), onclick: function () { app.map.closePopup(own.open); } }, "×")),
      A.h("h2", { id: "popup-title", tabindex: "-1" }, app.language.pick(p, "name")),
      p.start ? A.h("p.popup-date", {}, app.language.period(p)) : null,
      A.h("p", {}, app.language.pick(p, "summary")),
      A.featureFacts(app, feature),
      A.h("h3", {}, t("sources")), A.citationList(p.sources, app),
      related(app, p));
  }

  /** Return the facts of a feature as a description list: outcome, certainty, length, precision and so on. */
  A.featureFacts = function (app, feature) {
    var p = feature.properties, t = app.language.t, length = app.data.lengths[feature.id];
    var rows = [
      ["field.outcome", p.outcome && t("outcome." + p.outcome)],
      ["field.people", p.people && t("people-count", { n: app.language.number(p.people) })],
      ["field.hazards", p.hazards && p.hazards.length && p.hazards.map(function (word) { return t("hazard." + word); }).join(" · ")],
      ["field.mode", p.mode && t("mode." + p.mode)],
      ["field.role", p.role && t("role." + p.role)],
      ["field.from", place(app, p.from_place)],
      ["field.to", place(app, p.to_place)],
      ["field.countries", p.countries.map(app.language.country).join(" · ")],
      ["field.certainty", t("certainty." + p.certainty)],
      ["field.length", length && t("length-value", { km: app.language.number(length) })],
      ["field.precision", t("precision-value", { deg: app.language.number(p.precision_deg), km: app.language.number(Math.max(1, Math.round(p.precision_deg * 111))) })]
    ];
    return A.h("dl.facts", {}, rows.filter(function (row) { return row[1]; }).map(function (row) {
      return [A.h("dt", {}, t(row[0])), A.h("dd", {}, row[1])];
    }));
  };

  function place(app, id) {
    return id && app.data.byId[id] ? app.featureButton(id) : null;
  }

  function related(app, p) {
    var ids = (p.see_also || []).filter(function (id) { return app.data.byId[id]; });
    if (!ids.length) { return null; }
    return [A.h("h3", {}, app.language.t("see-also")), A.h("ul.related-list", {}, ids.map(function (id) {
      return A.h("li", {}, app.featureButton(id));
    }))];
  }
})(window.Atlas = window.Atlas || {});
