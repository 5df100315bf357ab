/* What is visible: the one place that says which features the map, the table and the download show. */
(function (A) {
  "use strict";

  A.FILTERS = ["outcome", "hazards", "mode", "certainty"];

  /*
   * Filters combine: any of the words within one, all filters together. Outcome and dangers speak of cases, the means
   * of travel of legs (and of the places that they join); while one is on, kinds that no filter speaks of are hidden,
   * so that "by sea" shows the sea. Certainty speaks of every kind.
   */
  var SPEAKS_OF = { outcome: ["case"], hazards: ["case"], mode: ["leg", "place"] };
  var modesAt = Object.create(null);

  /** Remember by which means of travel each place is reached or left; done once, as the data is read. */
  A.indexPlaces = function (features) {
    features.forEach(function (feature) {
      var p = feature.properties;
      if (p.kind !== "leg") { return; }
      [p.from_place, p.to_place].forEach(function (id) { (modesAt[id] = modesAt[id] || []).push(p.mode); });
    });
  };

  /**
   * Return what follows from a state: the story's step as far as this page has it, and the ways that it shows
   * ("told", null while the story is closed). The reader's own ways, years and filters stay as they are meanwhile.
   */
  A.follow = function (state, data) {
    if (state.view !== "story") { return { told: null }; }
    var step = data.only ? 1 : Math.min(state.step, A.lastStep(data)), way = data.ways[step - 1], chosen = data.byId[state.selected];
    return { step: step, told: data.ways.map(function (one) { return one.id; }).filter(function (id) {
      return !way || id === way.id || (chosen && chosen.properties.way === id);
    }) };
  };

  /** Return the number of the story's last step: the last way, or the end where the atlas has one. */
  A.lastStep = function (data) {
    return data.ways.length + (!data.only && data.atlas["end_" + data.atlas.languages[0]] ? 1 : 0);
  };

  /** Return whether a feature is visible in a state: its way is on (or told), its years and words are asked for. */
  A.isVisible = function (feature, state) {
    if (state.told) { return state.told.indexOf(feature.properties.way) >= 0; }
    return state.ways.indexOf(feature.properties.way) >= 0 && inYears(feature, state.years) &&
      inFilters(feature, state.filters);
  };

  /** Return the visible features, in the order of the data; remembered until the state that decides it changes. */
  A.visibleFeatures = function (data, state) {
    var key = JSON.stringify([state.told, state.ways, state.years, state.filters]);
    if (data.visibleKey !== key) {
      data.visibleKey = key;
      var on = Object.create(null), all = state.told || (!state.years && !A.FILTERS.some(function (name) { return (state.filters[name] || []).length; }));
      (state.told || state.ways).forEach(function (way) { on[way] = true; });
      data.visible = data.features.filter(function (feature) { return on[feature.properties.way] && (all || A.isVisible(feature, state)); });
    }
    return data.visible;
  };

  /** Return whether a change of state may change what is visible. */
  A.changesVisible = function (changed) {
    return "told" in changed || "ways" in changed || "years" in changed || "filters" in changed;
  };

  function inYears(feature, years) {
    if (!years || feature.properties.kind !== "case") { return true; }
    var own = A.yearsOf(feature);
    return own !== null && own[0] <= years[1] && own[1] >= years[0];
  }

  function inFilters(feature, filters) {
    var limited = false, spokenOf = false;
    var fits = A.FILTERS.every(function (name) {
      var wanted = filters[name], kinds = SPEAKS_OF[name];
      if (!wanted || !wanted.length) { return true; }
      if (kinds && kinds.indexOf(feature.properties.kind) < 0) { limited = true; return true; }
      spokenOf = spokenOf || Boolean(kinds);
      return words(feature, name).some(function (word) { return wanted.indexOf(word) >= 0; });
    });
    return fits && (spokenOf || !limited);
  }

  function words(feature, name) {
    var p = feature.properties;
    return name === "mode" && p.kind === "place" ? modesAt[feature.id] || [] : [].concat(p[name] || []);
  }
})(window.Atlas = window.Atlas || {});
