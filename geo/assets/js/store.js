/* The page's state, in one place: every part reads it and none keeps a copy. */
(function (A) {
  "use strict";

  /* Parts of the page, in the order in which main.js mounts them: each is a function of `app`. */
  A.parts = [];

  /**
   * Return a store around `initial`: get() the state, set(patch) merges and tells every subscriber
   * (state, patch); subscribers are told once a call, in the order in which they came. `follow` returns the members
   * that follow from the others.
   */
  A.createStore = function (initial, follow) {
    var complete = function (state) { return Object.assign(state, follow ? follow(state) : {}); };
    var state = complete(Object.assign({}, initial));
    var subscribers = [];
    return {
      get: function () { return state; },
      set: function (patch) {
        var changed = {}, next = complete(Object.assign({}, state, patch));
        Object.keys(next).forEach(function (key) {
          if (!same(state[key], next[key])) { changed[key] = next[key]; }
        });
        if (!Object.keys(changed).length) { return; }
        state = next;
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
