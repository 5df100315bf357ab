/* The atlas, read once from the inert JSON of the page, with the indexes that the parts need. */
(function (A) {
  "use strict";

  /** Return the value of a JSON block of the page. */
  A.block = function (id) {
    return JSON.parse(document.getElementById(id).textContent);
  };

  /** Return the data with `byId`, `wayById`, features sorted by way (as listed) and drawing order, and year bounds. */
  A.readData = function () {
    var data = A.block("atlas-data");
    data.wayById = index(data.ways);
    A.indexFeatures(data);
    return data;
  };

  /** Put the indexes of its features into the data. */
  A.indexFeatures = function (data) {
    data.byId = index(data.features);
    data.featuresOf = Object.create(null);
    data.ways.forEach(function (way) { data.featuresOf[way.id] = []; });
    data.features.forEach(function (feature) { data.featuresOf[feature.properties.way].push(feature); });
    data.years = yearBounds(data);
    A.indexPlaces(data.features);
  };

  /** Return the first and last year of a feature, or null where it has no date. */
  A.yearsOf = function (feature) {
    var p = feature.properties;
    if (!p.start) { return null; }
    var first = Number(p.start.slice(0, 4));
    return [first, p.end ? Number(p.end.slice(0, 4)) : first];
  };

  function index(items) {
    var found = Object.create(null);
    items.forEach(function (item) { found[item.id] = item; });
    return found;
  }

  function yearBounds(data) {
    var least = Infinity, most = -Infinity;
    function add(year) { least = Math.min(least, year); most = Math.max(most, year); }
    data.arrivals.forEach(function (row) { add(row.year); });
    data.features.forEach(function (feature) { if (feature.properties.kind === "case") { A.yearsOf(feature).forEach(add); } });
    return most >= least ? [least, most] : [2000, 2000];
  }
})(window.Atlas = window.Atlas || {});
