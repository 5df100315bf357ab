/* How features look: dashes by mode, shapes by kind and outcome. The legend is drawn from the same tables. */
(function (A) {
  "use strict";

  /* Weight and dash of a line, by mode of travel; "border" is a reference line. */
  A.LINES = {
    foot: { weight: 2.6, dash: "0.5 5.5" },
    road: { weight: 2.6, dash: null },
    rail: { weight: 2.6, dash: "11 3 2 3" },
    river: { weight: 2.6, dash: "13 4" },
    sea: { weight: 2.6, dash: "8 5" },
    air: { weight: 1.8, dash: null },
    mixed: { weight: 2.6, dash: "13 4 0.5 4" },
    unknown: { weight: 1.8, dash: "3 5" },
    border: { weight: 3.4, dash: null }
  };

  /* Outline of a point around (0, 0), for radius 1. */
  A.SHAPES = {
    circle: arc,
    ring: arc,
    square: function (r) { return poly([[-r, -r], [r, -r], [r, r], [-r, r]], 0.86); },
    diamond: function (r) { return poly([[0, -r], [r, 0], [0, r], [-r, 0]], 1.22); },
    down: function (r) { return poly([[-r, -0.8 * r], [r, -0.8 * r], [0, r]], 1.15); },
    left: function (r) { return poly([[0.8 * r, -r], [0.8 * r, r], [-r, 0]], 1.15); },
    bar: function (r) { return poly([[-r, -0.55 * r], [r, -0.55 * r], [r, 0.55 * r], [-r, 0.55 * r]], 1.15); },
    cross: function (r) {
      var a = r * 1.15, b = r * 0.4;
      return poly([[-b, -a], [b, -a], [b, -b], [a, -b], [a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b]], 1);
    },
    half: function (r) { return "M0," + -r + "A" + r + "," + r + " 0 0 1 0," + r + "Z" + arc(r); }
  };

  A.OUTCOME_SHAPES = {
    arrived: "circle", stayed: "diamond", returned: "down", "went-back": "left",
    detained: "bar", died: "cross", mixed: "half", unknown: "ring"
  };

  /** Return the name of a point's shape. */
  A.shapeOf = function (properties) {
    return properties.kind === "place" ? "square" : A.OUTCOME_SHAPES[properties.outcome] || "circle";
  };

  /** Return the style of a line. Never by how many people it stands for: thick lines turn people into a threat. */
  A.lineOf = function (properties) {
    return A.LINES[properties.kind === "border" ? "border" : properties.mode] || A.LINES.unknown;
  };

  /** Return a small drawing of a line or a point, for legends and lists. */
  A.sample = function (kind, name, colour) {
    var box = A.svg("svg", { width: kind === "line" ? 44 : 20, height: 20, "aria-hidden": "true", focusable: "false", class: "sample" });
    if (kind === "line") {
      var line = A.LINES[name];
      box.appendChild(A.svg("path", {
        d: "M2,10H42", fill: "none", stroke: colour || "currentColor", "stroke-width": line.weight,
        "stroke-dasharray": line.dash, "stroke-linecap": "round"
      }));
      return box;
    }
    box.appendChild(A.svg("path", {
      d: A.SHAPES[name](6), transform: "translate(10,10)", stroke: colour || "currentColor", "stroke-width": 1.6,
      fill: name === "square" || name === "ring" || name === "half" ? "var(--paper)" : colour || "currentColor"
    }));
    if (name === "half") {
      box.appendChild(A.svg("path", { d: "M0,-6A6,6 0 0 1 0,6Z", transform: "translate(10,10)", fill: colour || "currentColor" }));
    }
    return box;
  };

  function arc(r) {
    return "M" + -r + ",0a" + r + "," + r + " 0 1 0 " + 2 * r + ",0a" + r + "," + r + " 0 1 0 " + -2 * r + ",0Z";
  }

  function poly(points, scale) {
    return "M" + points.map(function (p) { return p[0] * scale + "," + p[1] * scale; }).join("L") + "Z";
  }
})(window.Atlas = window.Atlas || {});
