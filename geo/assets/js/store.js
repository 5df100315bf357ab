/* The page's state, in one place: every part reads it and none keeps a copy. */
(function (A) {
  "use strict";

  /* Parts of the page, in the order in which main.js mounts them: each is a function of `app`. */
  A.parts = [];

  /**
   * Return a store around `initial`: get() the state, set(patch) merges and tells every subscriber
   * (state, patch); subscribers are told once a call, in the order in which they came.
   */
  A.createStore = function (initial) {
    var state = Object.assign({}, initial);
    var subscribers = [];
    return {
      get: function () { return state; },
      set: function (patch) {
        var changed = {};
        Object.keys(patch).forEach(function (key) {
          if (!same(state[key], patch[key])) { changed[key] = patch[key]; }
        });
        if (!Object.keys(changed).length) { return; }
        state = Object.assign({}, state, changed);
        subscribers.slice().forEach(function (tell) { tell(state, changed); });
      },
      subscribe: function (tell) {
        subscribers.push(tell);
        return function () { subscribers = subscribers.filter(function (other) { return other !== tell; }); };
      }
    };
  };

  function same(a, b) {
    return a === b || JSON.stringify(a) === JSON.stringify(b);
  }
})(window.Atlas = window.Atlas || {});
