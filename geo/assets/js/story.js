/* The story: introduction, the ways in the article's order, end; each step moves the map and shows its layers. */
(function (A) {
  "use strict";

  var options = { cases: 2, topics: ["dangers", "change"], swipe: 50 };

  /* Before the frame makes room for the story: remember what the reader was looking at. */
  A.parts.unshift(function storyMark(app) {
    app.store.subscribe(function (state, changed) {
      if (changed.view !== "story") { return; }
      app.beforeStory = { centre: app.map.getCenter(), zoom: app.map.getZoom(), selected: app.restoring ? null : state.selected };
    });
  });

  A.parts.push(function story(app) {
    var own = { app: app, box: document.getElementById("story").firstElementChild, panel: document.getElementById("panel"), open: app.store.get().view === "story" };
    build(own);
    app.store.subscribe(function (state, changed) {
      var moved = "view" in changed || "step" in changed;
      if ("view" in changed && own.open && state.view !== "story") { leave(own); }
      own.open = state.view === "story";
      if ("lang" in changed) { name(own); }
      if (own.open && (moved || "lang" in changed)) { draw(own); }
      if (own.open && moved) { arrive(own, changed); }
      else if (own.open && "selected" in changed && !state.selected && !app.restoring) { frame(own); } // back from a case
    });
    name(own);
    document.addEventListener("keydown", function (event) { if (own.open) { press(own, event); } });
    swipes(own);
    if (own.open) {
      draw(own);
      if (!A.readHash(location.hash, app.data).place) { frame(own, false); }
    }
  });

  function build(own) {
    var app = own.app, t = function (key, step) {
      return A.h("button", { type: "button", "data-t": key, onclick: function () { go(own, app.store.get().step + step); } });
    };
    own.buttons = [];
    for (var step = app.data.only ? 1 : 0; step <= A.lastStep(app.data); step += 1) { own.buttons.push(stepButton(own, step)); }
    own.steps = A.h("nav.story-steps", { "data-t-label": "story-steps" }, A.h("ol", {}, own.buttons.map(function (button) { return A.h("li", {}, button); })));
    own.steps.hidden = own.buttons.length < 2;
    own.article = A.h("article.story-step");
    own.scroll = A.h("div.story-scroll", {}, own.steps, own.article);
    own.previous = t("previous", -1);
    own.next = t("next", 1);
    own.next.classList.add("story-next");
    own.previous.hidden = own.next.hidden = own.buttons.length < 2;
    own.box.classList.add("story");
    A.fill(own.box, own.scroll, A.h("div.story-bar", {}, own.previous, own.next,
      A.h("button.story-close", { type: "button", "data-t": "close", onclick: function () { app.store.set({ view: "ways" }); } })));
    A.translate(own.box, app.language);
  }

  function stepButton(own, step) {
    var way = own.app.data.ways[step - 1];
    return A.h("button", { type: "button", "data-step": step, style: way ? { "--way": "var(--way-" + way.rank + ")" } : {},
      onclick: function () { go(own, step); } }, way ? way.rank : step ? "■" : "i");
  }

  /* Name the steps in the page's language. */
  function name(own) {
    own.buttons.forEach(function (button) {
      var label = stepName(own.app, Number(button.dataset.step));
      button.setAttribute("aria-label", label);
      button.title = label;
    });
  }

  function stepName(app, step) {
    var way = app.data.ways[step - 1];
    return way ? way.rank + ". " + app.language.pick(way, "name") : app.language.t(step ? "story-end" : "story-start");
  }

  function go(own, step) {
    if (own.buttons.some(function (button) { return Number(button.dataset.step) === step; })) { own.app.store.set({ step: step, selected: null }); }
  }

  function draw(own) {
    var app = own.app, step = app.store.get().step, first = own.buttons[0], last = own.buttons[own.buttons.length - 1];
    own.buttons.forEach(function (button) {
      var here = Number(button.dataset.step) === step;
      if (here) { button.setAttribute("aria-current", "step"); } else { button.removeAttribute("aria-current"); }
    });
    own.previous.setAttribute("aria-disabled", String(Boolean(first.getAttribute("aria-current"))));
    own.next.setAttribute("aria-disabled", String(Boolean(last.getAttribute("aria-current"))));
    var way = app.data.ways[step - 1];
    var focused = own.article.contains(document.activeElement);
    A.fill(own.article, way ? wayStep(app, way) : words(app, step));
    if (focused) { own.article.querySelector("h2").focus({ preventScroll: true }); }
    own.scroll.scrollTop = 0;
    own.panel.scrollTop = Math.min(own.panel.scrollTop, own.steps.offsetTop); // where the notice scrolls with the text
  }

  /* A step was reached: the map goes there, and a screen reader hears where it is. */
  function arrive(own, changed) {
    var app = own.app, step = app.store.get().step;
    if (app.restoring) { frame(own); return; }
    if ("view" in changed) {
      if (app.store.get().selected) { app.store.set({ selected: null }); }
      own.article.querySelector("h2").focus({ preventScroll: true });
    } else {
      app.say(app.language.t("said-step", { n: own.buttons.length ? step - Number(own.buttons[0].dataset.step) + 1 : 1, all: own.buttons.length, name: stepName(app, step) }));
    }
    frame(own);
  }

  function frame(own) {
    var app = own.app, way = app.data.ways[app.store.get().step - 1];
    if (way) { app.zoomTo(app.data.featuresOf[way.id]); } else { app.home(); }
  }

  /* Back to what the reader was looking at. */
  function leave(own) {
    var app = own.app, before = app.beforeStory;
    app.beforeStory = null;
    if (!before) { app.home(); return; }
    app.map.setView(before.centre, before.zoom, { animate: false });
    if (!app.restoring && before.selected) { app.select(before.selected, {}); }
  }

  /* ---- what a step says */

  function words(app, step) {
    var name = step ? "end" : "intro", atlas = app.data.atlas, pick = app.language.pick;
    return [A.h("h2", { tabindex: "-1" }, stepName(app, step)),
      A.h("p.story-lead", {}, pick(atlas, name) || pick(atlas, "description")), cites(app, atlas[name + "_sources"]),
      step ? null : A.h("p.story-hint", {}, app.language.t("story-hint"))];
  }

  function wayStep(app, way) {
    var t = app.language.t, pick = app.language.pick, what = way.texts.filter(function (text) { return text.topic === "what"; });
    var more = way.texts.filter(function (text) { return app.data.only ? text.topic !== "what" : options.topics.indexOf(text.topic) >= 0; });
    var cases = way.story_cases.length ? way.story_cases.map(function (id) { return app.data.byId[id]; }) : chosenCases(app.data.featuresOf[way.id]);
    return [A.h("h2", { tabindex: "-1", style: { "--way": "var(--way-" + way.rank + ")" } }, A.h("span.story-rank", {}, way.rank), " ", pick(way, "name")),
      what.map(function (text) { return [A.h("p.story-lead", {}, pick(text, "text")), cites(app, text.sources)]; }),
      way.frequency ? [A.h("p.frequency", {}, A.h("strong", {}, t("frequency." + way.frequency) + ". "), pick(way, "frequency_note")), cites(app, way.frequency_sources)] : null,
      cases.length ? [A.h("h3", {}, t("story-cases")), A.h("ul.story-cases", {}, cases.map(function (feature) { return caseItem(app, feature, way); }))] : null,
      more.map(function (text) {
        return A.h("details.story-topic", {}, A.h("summary", {}, A.h("h3", {}, t("topic." + text.topic))), A.h("p", {}, pick(text, "text")), cites(app, text.sources));
      })];
  }

  function caseItem(app, feature, way) {
    var p = feature.properties;
    return A.h("li", {}, A.sample("point", A.shapeOf(p), "var(--way-" + way.rank + ")"), A.h("div", {}, app.featureButton(feature.id),
      A.h("p.story-fact", {}, app.language.period(p) + " · " + app.language.t("outcome." + p.outcome)), A.h("p", {}, app.language.pick(p, "summary"))));
  }

  function cites(app, ids) {
    return ids && ids.length ? A.h("details.cites", {}, A.h("summary", {}, app.language.t("sources-count", { n: ids.length })), A.citationList(ids, app)) : null;
  }

  /* Where the editors chose none: the best documented case, with most sources, and the next one that ended otherwise. */
  function chosenCases(features) {
    var ranked = features.filter(function (f) { return f.properties.kind === "case"; }).sort(function (a, b) { return weight(b) - weight(a); });
    var other = ranked.filter(function (f) { return f.properties.outcome !== ranked[0].properties.outcome; })[0] || ranked[1];
    return [ranked[0], other].filter(Boolean).slice(0, options.cases);
  }

  function weight(feature) {
    return feature.properties.sources.length + (feature.properties.certainty === "documented" ? 1000 : 0);
  }

  /* ---- keys and fingers */

  /* Left and right turn the pages unless the focus is where these keys mean something else. */
  function press(own, event) {
    var target = event.target, step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    if (target.closest && target.closest("#map, input, select, textarea, dialog, [role=dialog], [role=slider]")) { return; }
    if (event.key === "Escape") { own.app.store.set({ view: "ways" }); }
    if (!step) { return; }
    event.preventDefault();
    go(own, own.app.store.get().step + step);
  }

  function swipes(own) {
    var start = null;
    own.box.addEventListener("touchstart", function (event) { start = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
    own.box.addEventListener("touchend", function (event) {
      var end = event.changedTouches[0], x = start ? end.clientX - start.clientX : 0, y = start ? end.clientY - start.clientY : 0;
      start = null;
      if (Math.abs(x) > options.swipe && Math.abs(x) > 2 * Math.abs(y)) { go(own, own.app.store.get().step + (x < 0 ? 1 : -1)); }
    }, { passive: true });
  }
})(window.Atlas = window.Atlas || {});
