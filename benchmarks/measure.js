/* What is measured in the page, for ours and for the peers alike. Times in milliseconds. */
window.measure = {
  frame: () => new Promise((done) => requestAnimationFrame(done)),

  map: () => (window.Atlas && Atlas.app ? Atlas.app.map : Object.values(window).find((v) => v && window.L && v instanceof L.Map)),

  /* Navigation to everything drawn: ours says so; a peer's layers exist and two frames have passed since the load. */
  drawn: async (ours) => {
    const ready = () => (ours ? document.documentElement.dataset.ready === "true"
      : document.readyState === "complete" && document.querySelector("path.leaflet-interactive, canvas.leaflet-zoom-animated"));
    while (!ready()) { await measure.frame(); }
    await measure.frame();
    await measure.frame();
    return performance.now();
  },

  /* Work of one action with its style and layout, and the time until the frame after it is shown. */
  action: async (act) => {
    await measure.frame();
    const start = performance.now();
    act();
    document.body.offsetHeight;
    const work = performance.now() - start;
    await measure.frame();
    await measure.frame();
    return { work, shown: performance.now() - start };
  },

  toggle: async () => {
    const boxes = [...document.querySelectorAll(".way-list input[type=checkbox], .leaflet-control-layers-overlays input")];
    const found = [];
    for (const box of boxes.slice(0, 3)) {
      found.push(await measure.action(() => box.click()));
      await measure.settled();
      found.push(await measure.action(() => box.click()));
      await measure.settled();
    }
    return found;
  },

  /* Until a large atlas has drawn all that it draws in slices. */
  settled: async () => {
    while (window.Atlas && Atlas.app && Atlas.app.map.getContainer().dataset.drawing) { await measure.frame(); }
    await measure.frame();
  },

  pan: (steps) => measure.moves(steps, (map, i) => map.panBy(i % 2 ? [-180, 60] : [180, -60], { animate: false })),
  zoom: (steps) => measure.moves(steps, (map, i) => map.setZoom(map.getZoom() + (i % 2 ? -1 : 1), { animate: false })),

  /* Steps of the map, and the longest time between two frames from its begin until it is drawn. */
  moves: async (steps, move) => {
    const map = measure.map(), found = [];
    for (let i = 0; i < steps; i += 1) {
      await measure.settled();
      let last = performance.now(), longest = 0, start = last;
      const beat = async () => { await measure.frame(); const now = performance.now(); longest = Math.max(longest, now - last); last = now; };
      move(map, i);
      do { await beat(); } while (map.getContainer().dataset.drawing);
      await beat();
      found.push({ longest, whole: performance.now() - start });
    }
    return found;
  },
};
