/* Filters by outcome, dangers, means of travel and certainty; what is active stands below the panel and can be removed. */
(function (A) {
  "use strict";

  /* Of each filter: the heading's key, the beginning of its words' keys. */
  var KEYS = { outcome: ["field.outcome", "outcome."], hazards: ["field.hazards", "hazard."], mode: ["field.mode", "mode."],
    certainty: ["field.certainty", "certainty."] };

  A.parts.push(function filters(app) {
    var own = { app: app, used: usedWords(app.data.features), counts: {} };
    own.names = A.FILTERS.filter(function (name) { return own.used[name].length > 1; });
    own.chips = A.h("div.chips");
    own.active = A.h("section.active-filters", { id: "active-filters", hidden: true, "data-t-label": "filters.active" }, own.chips);
    document.getElementById("panel").appendChild(own.active);
    if (own.names.length) { build(own); }
    app.store.subscribe(function (state, changed) {
      if (A.changesVisible(changed) || "lang" in changed) { update(own); }
    });
    update(own);
  });

  /** Return the words that features use, by filter, the most used first and "unknown" last. */
  function usedWords(features) {
    return A.FILTERS.reduce(function (found, name) {
      var counts = tally(features, name), weight = function (word) { return word === "unknown" ? 0 : counts[word]; };
      found[name] = Object.keys(counts).sort(function (a, b) { return weight(b) - weight(a); });
      return found;
    }, {});
  }

  function tally(features, name) {
    var counts = Object.create(null);
    features.forEach(function (feature) {
      [].concat(feature.properties[name] || []).forEach(function (word) { counts[word] = (counts[word] || 0) + 1; });
    });
    return counts;
  }

  function build(own) {
    own.summary = A.h("summary", {}, A.h("h2", { "data-t": "filters" }));
    own.empty = A.h("p.filters-empty", { "data-t": "filters.empty", hidden: true });
    own.details = A.h("details.block.filters", { ontoggle: function () { count(own); } }, own.summary,
      own.names.map(function (name) { return group(own, name); }), own.empty, A.h("p.filters-note", { "data-t": "filters.note" }));
    document.getElementById("filters").appendChild(own.details);
  }

  function group(own, name) {
    own.counts[name] = {};
    return A.h("fieldset.filter", { "data-filter": name }, A.h("legend", { "data-t": KEYS[name][0] }), own.used[name].map(function (word) {
      var box = A.h("input", { type: "checkbox", value: word, onchange: function () { choose(own, name, word, box.checked); } });
      var number = A.h("span.filter-count");
      own.counts[name][word] = { box: box, number: number };
      return A.h("label.toggle", {}, box, A.h("span", { "data-t": KEYS[name][1] + word }), " ", number);
    }));
  }

  function choose(own, name, word, on) {
    var filters = Object.assign({}, own.app.store.get().filters);
    filters[name] = own.used[name].filter(function (other) { return other === word ? on : (filters[name] || []).indexOf(other) >= 0; });
    if (!filters[name].length) { delete filters[name]; }
    own.app.store.set({ filters: filters });
    say(own, "filters.said");
  }

  function say(own, key) {
    own.app.say(own.app.language.t(key, { n: own.app.language.number(visible(own).length) }));
  }

  function visible(own) { return A.visibleFeatures(own.app.data, own.app.store.get()); }

  function update(own) {
    var state = own.app.store.get(), shown = chips(own, state);
    A.fill(own.chips, shown, shown.length ? A.h("button.quiet", { type: "button", onclick: function () { clear(own); } }, own.app.language.t("filters.clear")) : null);
    own.active.hidden = !shown.length;
    if (!own.details) { return; }
    own.names.forEach(function (name) {
      own.used[name].forEach(function (word) { own.counts[name][word].box.checked = (state.filters[name] || []).indexOf(word) >= 0; });
    });
    own.empty.hidden = !shown.length || visible(own).length > 0;
    count(own);
  }

  /* How many features each word would show, with the other filters as they are; only while the reader sees it. */
  function count(own) {
    if (!own.details.open) { return; }
    var state = own.app.store.get();
    own.names.forEach(function (name) {
      var filters = Object.assign({}, state.filters);
      filters[name] = own.used[name];
      var asked = Object.assign({}, state, { filters: filters });
      var counts = tally(own.app.data.features.filter(function (feature) { return A.isVisible(feature, asked); }), name);
      own.used[name].forEach(function (word) {
        var entry = own.counts[name][word];
        entry.number.textContent = own.app.language.number(counts[word] || 0);
        entry.box.parentNode.classList.toggle("none", !counts[word]);
      });
    });
  }

  function chips(own, state) {
    var t = own.app.language.t, found = [];
    if (state.years) {
      found.push(chip(own, A.span(own.app.language, state.years[0], state.years[1]), function () { own.app.store.set({ years: null }); }));
    }
    A.FILTERS.forEach(function (name) {
      (state.filters[name] || []).forEach(function (word) {
        var text = t(KEYS[name][1] + word);
        if (word === "unknown" || word === "mixed") { text = t(KEYS[name][0]) + ": " + text; }
        found.push(chip(own, text, function () { choose(own, name, word, false); }));
      });
    });
    return found;
  }

  function chip(own, text, remove) {
    return A.h("button.chip", { type: "button", "aria-label": own.app.language.t("filters.remove", { word: text }), onclick: function (event) {
      var at = Array.prototype.indexOf.call(own.chips.children, event.currentTarget);
      remove();
      say(own, "filters.said");
      refocus(own, at);
    } }, text, A.h("span", { "aria-hidden": "true" }, " ×"));
  }

  function clear(own) {
    own.app.store.set({ years: null, filters: {} });
    say(own, "filters.cleared");
    refocus(own, 0);
  }

  /* The pressed button is gone: its place, or what opens the filters, takes the focus. */
  function refocus(own, at) {
    var next = own.chips.children[at], handle = document.getElementById("handle");
    if (!next && handle.offsetParent && !own.app.store.get().panel) { next = handle; }
    (next || own.summary || handle).focus();
  }
})(window.Atlas = window.Atlas || {});
