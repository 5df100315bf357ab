/* A source as readers see it: "Yonhap News Agency, 15 June 2011", as geo/citation.py writes it for every export. */
(function (A) {
  "use strict";

  /** Return a source's citation in the page's language. */
  A.cite = function (source, language) { return language.pick(source, "cite"); };

  /** Return a source as a link where it has an address, or as text. */
  A.citation = function (source, language) {
    var text = A.cite(source, language);
    if (!source.URL || !/^https?:\/\//.test(source.URL)) { return A.h("span.cite", {}, text); }
    return A.h("a.cite", { href: source.URL, target: "_blank", rel: "noopener noreferrer" }, text,
      A.h("span.visually-hidden", {}, " (" + language.t("opens-in-new-tab") + ")"));
  };

  /** Return a list of sources by id. */
  A.citationList = function (ids, app) {
    return A.h("ul.sources", {}, ids.map(function (id) {
      var source = app.data.sources[id];
      return A.h("li", {}, source ? A.citation(source, app.language) : id,
        source && source.copy ? A.h("span.tier", {}, " · " + app.language.t("seen-as-copy")) : null);
    }));
  };
})(window.Atlas = window.Atlas || {});
