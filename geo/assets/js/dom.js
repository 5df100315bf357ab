/* Elements made from plain values: text arrives as text nodes, never as HTML. */
(function (A) {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";

  /**
   * Return an element: h("a.link", {href: "…", onclick: f}, "text", child, …). Attributes that are null or false
   * are left out; `on…` functions become listeners; strings and numbers become text nodes.
   */
  A.h = function (selector, attributes) {
    var names = selector.split(".");
    var element = document.createElement(names[0]);
    if (names.length > 1) { element.className = names.slice(1).join(" "); }
    setAttributes(element, attributes || {});
    append(element, Array.prototype.slice.call(arguments, 2));
    return element;
  };

  /** Return an SVG element. */
  A.svg = function (name, attributes) {
    var element = document.createElementNS(SVG, name);
    setAttributes(element, attributes || {});
    append(element, Array.prototype.slice.call(arguments, 2));
    return element;
  };

  /** Replace what is in an element. */
  A.fill = function (element) {
    element.replaceChildren();
    append(element, Array.prototype.slice.call(arguments, 1));
    return element;
  };

  function setAttributes(element, attributes) {
    Object.keys(attributes).forEach(function (name) {
      var value = attributes[name];
      if (value === null || value === undefined || value === false) { return; }
      if (name.slice(0, 2) === "on") { element.addEventListener(name.slice(2), value); }
      else if (name === "style") { Object.keys(value).forEach(function (key) { element.style.setProperty(key, value[key]); }); }
      else { element.setAttribute(name, value === true ? "" : String(value)); }
    });
  }

  function append(element, children) {
    children.forEach(function (child) {
      if (child === null || child === undefined || child === false) { return; }
      if (Array.isArray(child)) { append(element, child); }
      else { element.appendChild(child.nodeType ? child : document.createTextNode(String(child))); }
    });
  }
})(window.Atlas = window.Atlas || {});
