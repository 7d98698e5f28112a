// A day: law in force on it, and what had happened by then. The periods come with the data; here they are only compared.

let day = null; // "2024-06-01", or null for any day
const FADE_DAYS = 730; // from the last day on which somebody confirmed it, to the faintest
const FAINTEST = 0.3;
const FIRST_MONTH = 2008 * 12; // the slider begins in January 2008; the date field goes further back
const daySlider = byId("day-slider");

function isThere(id) {
  const times = day && data.times[id];
  return !times || times.periods.some(([from, until]) => (!from || from <= day) && (!until || day < until));
}

// 1 is solid. What ended on a day that is not known fades from the day on which it was last confirmed.
function solidity(id) {
  const times = day && data.times[id];
  if (!times || !times.end_unknown) return 1;
  const past = times.confirmed ? (Date.parse(day) - Date.parse(times.confirmed)) / 86_400_000 : FADE_DAYS;
  return Math.max(FAINTEST, Math.min(1, 1 - ((1 - FAINTEST) * past) / FADE_DAYS));
}

const monthOf = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
const firstOf = (month) => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;
// a day, a month or a year in words; any other text as it is
function inWords(text) {
  const [year, month, last] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text)?.slice(1) || [];
  if (!month) return text;
  const form = { ...(last && { day: "numeric" }), month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", form).format(Date.UTC(year, month - 1, last || 1));
}

function lastMonth() {
  const known = Object.values(data.times).flatMap((times) => times.periods.flat()).filter(Boolean);
  return known.reduce((latest, text) => Math.max(latest, monthOf(text)), FIRST_MONTH + 12);
}

function showDay() {
  byId("day").value = day || "";
  byId("day-off").disabled = !day;
  byId("day-note").hidden = !day;
  daySlider.setAttribute("aria-valuetext", day ? inWords(day) : "any day");
  daySlider.value = day ? monthOf(day) : daySlider.max;
}

function setDay(text) {
  day = text;
  showDay();
  filtered();
}

daySlider.min = FIRST_MONTH;
daySlider.max = lastMonth();
showDay();
let dayWanted = null;
daySlider.addEventListener("input", () => {
  const isWaiting = dayWanted !== null;
  dayWanted = firstOf(Number(daySlider.value));
  if (isWaiting) return; // one picture a frame, however quick the hand
  requestAnimationFrame(() => {
    setDay(dayWanted);
    dayWanted = null;
  });
});
byId("day").addEventListener("change", () => setDay(byId("day").value || null));
byId("day-off").addEventListener("click", () => setDay(null));
