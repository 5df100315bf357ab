/* A source as readers see it: "Yonhap News Agency, 15 June 2011". */
(function (A) {
  "use strict";

  /** Return the citation of a CSL-JSON item in the page's language. */
  A.cite = function (source, language) {
    var publisher = source.custom["publisher_" + language.tag] || source.publisher;
    var book = source.type === "book", marks = !book ? ["“", "”"] : language.tag === "ko" ? ["《", "》"] : ["", ""];
    var title = source.title ? marks[0] + source.title + marks[1] : "";
    return [authors(source), title, publisher, issued(source, language)].filter(Boolean).join(", ");
  };

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
        source && source.custom.tier === "B" && source.publisher ? A.h("span.tier", {}, " · " + app.language.t("seen-as-copy")) : null);
    }));
  };

  function authors(source) {
    return (source.author || []).map(function (name) {
      return name.literal || [name.given, name.family].filter(Boolean).join(" ");
    }).join(", ");
  }

  function issued(source, language) {
    var date = source.issued;
    if (!date) { return language.t("undated"); }
    if (date.literal) { return date.literal; }
    var iso = date["date-parts"][0].map(function (n, i) { return String(n).padStart(i ? 2 : 4, "0"); }).join("-");
    return (date.circa ? language.t("circa") + " " : "") + language.date(iso);
  }
})(window.Atlas = window.Atlas || {});
