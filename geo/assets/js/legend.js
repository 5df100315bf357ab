/* The legend: lines by mode, points by kind and outcome, certainty; only what this atlas uses. */
(function (A) {
  "use strict";

  A.parts.push(function legend(app) {
    var box = document.getElementById("legend-body");
    var draw = function () { A.fill(box, A.legend(app)); };
    app.store.subscribe(function (state, changed) { if ("lang" in changed) { draw(); } });
    draw();
  });

  /** Return the legend's groups as elements. */
  A.legend = function (app) {
    var t = app.language.t, used = words(app.data.features);
    var lines = Object.keys(A.LINES).filter(function (name) { return used.lines[name]; });
    var outcomes = Object.keys(A.OUTCOME_SHAPES).filter(function (name) { return used.outcomes[name]; });
    return [
      group(t("legend.lines"), lines.map(function (name) {
        return entry(A.sample("line", name), t(name === "border" ? "kind.border" : "mode." + name));
      })),
      group(t("legend.points"), [entry(A.sample("point", "square"), t("kind.place"))].concat(outcomes.map(function (name) {
        return entry(A.sample("point", A.OUTCOME_SHAPES[name]), t("kind.case") + ": " + t("outcome." + name));
      }))),
      group(t("legend.map"), app.data.atlas.focus.map(function (code) {
        return entry(A.h("span.swatch-land", { "aria-hidden": "true" }), app.language.country(code));
      })),
      group(t("legend.certainty"), ["documented", "reported", "disputed", "schematic"].filter(function (name) { return used.certainties[name]; })
        .map(function (name) {
          return A.h("li", {}, A.h("span.swatch.certainty-" + name, { "aria-hidden": "true" }), A.h("span", {}, t("certainty." + name) + ": " + t("certainty-means." + name)));
        })),
      group(t("legend.groups"), [entry(A.svg("svg", { width: 20, height: 20, "aria-hidden": "true", class: "sample" },
        A.svg("circle", { cx: 10, cy: 10, r: 8, class: "group-disc" }), A.svg("text", { x: 10, y: 14, "text-anchor": "middle", class: "group-count" }, "3")), t("legend.group-means"))])
    ];
  };

  function group(heading, items) {
    return items.length ? A.h("div.legend-group", {}, A.h("h3", {}, heading), A.h("ul", {}, items)) : null;
  }

  function entry(sample, text) { return A.h("li", {}, sample, A.h("span", {}, text)); }

  function words(features) {
    var used = { lines: {}, outcomes: {}, certainties: {} };
    features.forEach(function (feature) {
      var p = feature.properties;
      used.certainties[p.certainty] = true;
      if (p.kind === "border") { used.lines.border = true; }
      if (p.mode) { used.lines[p.mode] = true; }
      if (p.outcome) { used.outcomes[p.outcome] = true; }
    });
    return used;
  }
})(window.Atlas = window.Atlas || {});
