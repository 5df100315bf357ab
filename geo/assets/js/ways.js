/* The list of ways: number, colour and line, count, checkbox, zoom and "only this". */
(function (A) {
  "use strict";

  A.parts.push(function ways(app) {
    var list = document.getElementById("way-list"), rows = Object.create(null), counts = counting(app.data);
    app.data.ways.forEach(function (way) {
      rows[way.id] = row(app, way);
      list.appendChild(rows[way.id].item);
    });
    document.querySelectorAll("#show-all, #hide-all").forEach(function (button) { button.hidden = Boolean(app.data.only); });
    document.getElementById("show-all").addEventListener("click", function () { set(app, app.data.ways.map(id), "said-all"); });
    document.getElementById("hide-all").addEventListener("click", function () { set(app, [], "said-none"); });
    app.store.subscribe(function (state, changed) {
      if ("lang" in changed) { app.data.ways.forEach(function (way) { translate(app, way, rows[way.id]); }); }
      if (A.changesVisible(changed) || "lang" in changed) { update(app, rows, counts); }
    });
    app.data.ways.forEach(function (way) { translate(app, way, rows[way.id]); });
    update(app, rows, counts);
  });

  function id(way) { return way.id; }

  function row(app, way) {
    var box = A.h("input", { type: "checkbox", id: "way-" + way.id, onchange: function () { toggle(app, way, box.checked); } });
    var name = A.h("span.way-name"), often = A.h("span.way-often"), count = A.h("span.way-count");
    var zoom = A.h("button.quiet", { type: "button", onclick: function () { app.zoomTo(app.data.featuresOf[way.id]); } });
    var only = A.h("button.quiet", { type: "button", onclick: function () { set(app, [way.id], "said-only", way); app.zoomTo(app.data.featuresOf[way.id]); } });
    var more = A.h("button.quiet", { type: "button", "aria-expanded": "false", onclick: function () { expand(app, way, parts); } });
    var text = A.h("div.way-text", { hidden: true });
    var item = A.h("li.way", { "data-way": way.id, style: { "--way": "var(--way-" + way.rank + ")" } },
      A.h("label", { "for": "way-" + way.id }, box, A.h("span.rank", {}, way.rank), A.h("span.way-about", {}, name, " ", A.h("span.way-note", {}, often, count))),
      A.h("div.way-actions", {}, more, zoom, only), text);
    var parts = { item: item, box: box, name: name, often: often, count: count, zoom: zoom, only: only, more: more, text: text };
    return parts;
  }

  function translate(app, way, parts) {
    var t = app.language.t, name = app.language.pick(way, "name");
    parts.name.textContent = name;
    parts.often.textContent = way.frequency ? t("frequency." + way.frequency) + " · " : "";
    parts.only.hidden = Boolean(app.data.only);
    [["zoom", "zoom-to"], ["only", "only-this"], ["more", "read-more"]].forEach(function (pair) {
      parts[pair[0]].textContent = t(pair[1]);
      parts[pair[0]].setAttribute("aria-label", t(pair[1]) + ": " + name);
    });
    if (!parts.text.hidden) { A.fill(parts.text, A.wayText(app, way, ["what", "how", "dangers"])); }
  }

  function expand(app, way, parts) {
    parts.text.hidden = !parts.text.hidden;
    parts.more.setAttribute("aria-expanded", String(!parts.text.hidden));
    A.fill(parts.text, parts.text.hidden ? null : A.wayText(app, way, null));
  }

  /** Return a way's texts as elements; `topics` picks some, null all. */
  A.wayText = function (app, way, topics) {
    var t = app.language.t, pick = app.language.pick;
    var texts = way.texts.filter(function (text) { return !topics || topics.indexOf(text.topic) >= 0; });
    return texts.map(function (text) {
      return A.h("section.topic", {},
        text.topic === "what" ? null : A.h("h3", {}, t("topic." + text.topic)),
        A.h("p", {}, pick(text, "text")),
        A.h("details.cites", {}, A.h("summary", {}, t("sources-count", { n: text.sources.length })), A.citationList(text.sources, app)));
    }).concat(way.frequency && !topics ? A.h("p.frequency", {}, A.h("strong", {}, t("frequency." + way.frequency) + ". "), pick(way, "frequency_note")) : []);
  };

  function toggle(app, way, shown) {
    var ways = app.store.get().ways.filter(function (other) { return other !== way.id; });
    set(app, shown ? ways.concat(way.id) : ways, shown ? "said-shown" : "said-hidden", way);
  }

  function set(app, ids, said, way) {
    var ordered = app.data.ways.map(id).filter(function (one) { return ids.indexOf(one) >= 0; });
    app.store.set({ ways: ordered });
    app.say(app.language.t(said, { name: way ? app.language.pick(way, "name") : "", n: A.visibleFeatures(app.data, app.store.get()).length }));
  }

  /* What is counted beside a way: its cases; in an atlas that has none, all that it has. Counted once. */
  function counting(data) {
    var isCase = function (feature) { return feature.properties.kind === "case"; }, some = data.features.some(isCase);
    var counting = { word: some ? "count.cases" : "count.features", counts: some ? isCase : function () { return true; }, all: Object.create(null) };
    data.ways.forEach(function (way) { counting.all[way.id] = data.featuresOf[way.id].filter(counting.counts).length; });
    return counting;
  }

  function update(app, rows, counting) {
    var state = app.store.get(), counts = Object.create(null), total = 0, number = app.language.number;
    A.visibleFeatures(app.data, state).forEach(function (feature) {
      total += 1;
      if (counting.counts(feature)) { counts[feature.properties.way] = (counts[feature.properties.way] || 0) + 1; }
    });
    app.data.ways.forEach(function (way) {
      var all = counting.all[way.id], shown = counts[way.id] || 0, on = state.ways.indexOf(way.id) >= 0;
      var words = { n: !on || shown === all ? number(all) : number(shown) + "/" + number(all) };
      rows[way.id].box.checked = on;
      rows[way.id].item.classList.toggle("off", !on);
      rows[way.id].count.textContent = app.language.t(counting.word, words);
    });
    document.getElementById("way-total").textContent = app.language.t("features-shown", { n: app.language.number(total), all: app.language.number(app.data.features.length) });
  }
})(window.Atlas = window.Atlas || {});
