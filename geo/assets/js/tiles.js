/* Online tiles beside the embedded base map: off until a reader chooses them, and the page says what choosing asks. */
(function (A) {
  "use strict";

  A.TilesControl = L.Control.extend({
    options: { position: "bottomleft" },
    initialize: function (app, settings) { this._app = app; L.setOptions(this, settings); },
    onAdd: function () {
      this._box = A.h("details.tiles");
      L.DomEvent.disableClickPropagation(this._box);
      L.DomEvent.disableScrollPropagation(this._box);
      this.draw();
      return this._box;
    },
    /** Write the choice in the page's language. */
    draw: function () {
      var own = this, t = this._app.language.t, sources = A.block("tiles-data");
      var hosts = sources.reduce(function (all, source) { return all.concat(source.hosts); }, []).join(", ");
      A.fill(this._box, A.h("summary", {}, t("tiles")),
        A.h("div", { role: "radiogroup", "aria-label": t("tiles") }, choice(own, null, t("tiles-embedded")),
          sources.map(function (source) { return choice(own, source, source.name); })),
        A.h("p", {}, t("tiles-note", { hosts: hosts })), this._chosen ? A.h("p.credits", {}, credits(this._chosen)) : null);
    },
    /** Show one source's tiles, or the embedded map alone for null. */
    choose: function (source) {
      var app = this._app;
      if (this._layer) { this._layer.remove(); }
      this._chosen = source;
      /* Servers of tiles ask to be told from which site a request comes; the rest of the address stays here. */
      this._layer = source && L.tileLayer(source.url, {
        subdomains: source.subdomains, maxNativeZoom: source.maxZoom, referrerPolicy: "strict-origin", zIndex: 2
      }).addTo(app.map);
      app.map.getPane("labels").hidden = Boolean(source);
      this.draw();
      this._box.querySelector("input:checked").focus();
      app.say(app.language.t("tiles-said", { name: source ? source.name : app.language.t("tiles-embedded") }));
    }
  });

  A.parts.push(function tiles(app) {
    var control = new A.TilesControl(app).addTo(app.map);
    app.store.subscribe(function (state, changed) { if ("lang" in changed) { control.draw(); } });
  });

  function choice(control, source, name) {
    var chosen = (control._chosen || null) === source || Boolean(source && control._chosen && control._chosen.url === source.url);
    return A.h("label", {}, A.h("input", { type: "radio", name: "tiles", checked: chosen, onchange: function () { control.choose(source); } }), name);
  }

  function credits(source) {
    return source.credits.map(function (credit) {
      return credit[1] ? A.h("a", { href: credit[1], rel: "noopener noreferrer", target: "_blank" }, credit[0]) : credit[0];
    });
  }
})(window.Atlas = window.Atlas || {});
