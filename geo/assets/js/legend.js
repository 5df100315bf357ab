/* The legend: lines by mode, points by kind and outcome, certainty; only what this atlas uses. */
(function (A) {
  "use strict";

  A.parts.push(function legend(app) {
    var box = document.getElementById("legend-body");
    var draw = function () { A.fill(box, A.legend(app)); };
    app.store.subscribe(function (state, changed) { if ("lang" in changed) { draw(); } });
    draw();
  });

  /** Return the legend's groups as elements; on paper without what only a screen does. */
  A.legend = function (app, paper) {
    var t = app.language.t, used = words(app.data.features);
    var lines = Object.keys(A.LINES).filter(function (name) { return used.lines[name]; });
    var outcomes = Object.keys(A.OUTCOME_SHAPES).filter(function (name) { return used.outcomes[name]; });
    return [
      group(t("legend.lines"), lines.map(function (name) {
        return entry(A.sample("line", name), t(name === "border" ? "kind.border" : "mode." + name));
      }).concat(used.kinds.leg ? entry(arrow(), t("legend.direction")) : [])),
      group(t("legend.points"), [entry(A.sample("point", "square"), t("kind.place"))].concat(outcomes.map(function (name) {
        return entry(A.sample("point", A.OUTCOME_SHAPES[name]), t("kind.case") + ": " + t("outcome." + name));
      }))),
      group(t("legend.map"), app.data.atlas.focus.map(function (code) {
        return entry(A.h("span.swatch-land", { "aria-hidden": "true" }), app.language.country(code));
      })),
      group(t("legend.certainty"), ["documented", "reported", "disputed", "schematic"].filter(function (name) { return used.certainties[name]; })
        .map(function (name) {
          return entry(certainty(name), t("certainty." + name) + ": " + t("certainty-means." + name));
        }).concat(paper || app.data.years[0] === app.data.years[1] ? [] : entry(certainty("documented", " beside"), t("legend.beside")))),
      group(t("legend.groups"), [entry(A.svg("svg", { width: 20, height: 20, "aria-hidden": "true", class: "sample" },
        A.svg("circle", { cx: 10, cy: 10, r: 8, class: "group-disc" }), A.svg("text", { x: 10, y: 14, "text-anchor": "middle", class: "group-count" }, "3")), t(paper ? "legend.group-paper" : "legend.group-means"))])
    ];
  };

  function arrow() {
    var sample = A.sample("line", "road");
    sample.appendChild(A.svg("path", { d: "M-4,-4L5,0L-4,4Z", transform: "translate(24,10)", fill: "currentColor" }));
    return sample;
  }

  /* A line and a point as the map draws them. */
  function certainty(name, more) {
    var classes = " certainty-" + name + (more || ""), box = A.sample("line", "road");
    box.firstChild.setAttribute("d", "M2,10H22");
    box.firstChild.setAttribute("class", "line" + classes);
    box.appendChild(A.svg("path", { d: A.SHAPES.circle(6.5), transform: "translate(36,10)", class: "point" + classes, fill: "currentColor" }));
    return box;
  }

  function group(heading, items) {
    return items.length ? A.h("div.legend-group", {}, A.h("h3", {}, heading), A.h("ul", {}, items)) : null;
  }

  function entry(sample, text) { return A.h("li", {}, sample, A.h("span", {}, text)); }

  function words(features) {
    var used = { lines: {}, outcomes: {}, certainties: {}, kinds: {} };
    features.forEach(function (feature) {
      var p = feature.properties;
      used.certainties[p.certainty] = true;
      used.kinds[p.kind] = true;
      if (p.kind === "border") { used.lines.border = true; }
      if (p.mode) { used.lines[p.mode] = true; }
      if (p.outcome) { used.outcomes[p.outcome] = true; }
    });
    return used;
  }
})(window.Atlas = window.Atlas || {});
