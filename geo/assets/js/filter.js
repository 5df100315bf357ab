/* What is visible: the one place that says which features the map, the table and the download show. */
(function (A) {
  "use strict";

  /* Filters by property; a feature that has no such property is hidden while that filter is on. */
  A.FILTERS = ["outcome", "hazards", "mode", "certainty"];

  /** Return whether a feature is visible in a state: its way is on, its years and words are asked for. */
  A.isVisible = function (feature, state) {
    return state.ways.indexOf(feature.properties.way) >= 0 && inYears(feature, state.years) &&
      A.FILTERS.every(function (name) { return fits(feature.properties[name], state.filters[name]); });
  };

  /** Return the visible features, in the order of the data; remembered until the state that decides it changes. */
  A.visibleFeatures = function (data, state) {
    var key = JSON.stringify([state.ways, state.years, state.filters]);
    if (data.visibleKey !== key) {
      data.visibleKey = key;
      data.visible = data.features.filter(function (feature) { return A.isVisible(feature, state); });
    }
    return data.visible;
  };

  /** Return whether a change of state may change what is visible. */
  A.changesVisible = function (changed) {
    return "ways" in changed || "years" in changed || "filters" in changed;
  };

  function inYears(feature, years) {
    if (!years || feature.properties.kind !== "case") { return true; }
    var own = A.yearsOf(feature);
    return own !== null && own[0] <= years[1] && own[1] >= years[0];
  }

  function fits(value, wanted) {
    if (!wanted || !wanted.length) { return true; }
    var own = Array.isArray(value) ? value : [value];
    return own.some(function (word) { return wanted.indexOf(word) >= 0; });
  }
})(window.Atlas = window.Atlas || {});
