// One way of moving the picture, for so many frames: how many a second, and the 95th percentile of a frame in ms.
async ([what, frames, times]) => {
  const canvas = document.querySelector("canvas");
  const box = canvas.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const hand = (type, dx, dy) => canvas.dispatchEvent(new PointerEvent(type, {
    bubbles: true, clientX: x + dx, clientY: y + dy, pointerId: 1, isPrimary: true, buttons: type === "pointerup" ? 0 : 1 }));
  const wheel = (deltaY) => canvas.dispatchEvent(new WheelEvent("wheel", {
    bubbles: true, cancelable: true, clientX: x, clientY: y, deltaY }));
  const slider = document.getElementById("day-slider");
  const month = (i) => new Date(Date.UTC(2008, Math.round((i * 19 * 12) / frames), 1)).toISOString().slice(0, 10);
  const slide = (i) => {
    if (slider) {
      slider.value = Number(slider.min) + Math.round(((slider.max - slider.min) * i) / frames);
      return slider.dispatchEvent(new Event("input"));
    }
    const day = month(i);
    const isThere = ({ periods }) => periods.some(([from, until]) => (!from || from <= day) && (!until || day < until));
    const changed = Object.entries(times).map(([id, when]) => ({ id, hidden: !isThere(when) }));
    nodes.update(changed.filter(({ id, hidden }) => Boolean(nodes.get(id).hidden) !== hidden));
  };
  const took = [];
  if (what === "drag") hand("pointerdown", 0, 0);
  let last = performance.now();
  for (let i = 0; i < frames; i += 1) {
    if (what === "drag") hand("pointermove", 100 * Math.sin(i / 5), i);
    if (what === "zoom") wheel(i % 40 < 20 ? -30 : 30);
    if (what === "day") slide(i);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const now = performance.now();
    took.push(now - last);
    last = now;
  }
  if (what === "drag") hand("pointerup", 0, 0);
  took.sort((a, b) => a - b);
  return [(1000 * frames) / took.reduce((a, b) => a + b), took[Math.floor(frames * 0.95)]];
}
