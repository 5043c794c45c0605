// <time datetime="2026-03-05T09:00:00Z" data-local="date|time|datetime|zoned|relative">: shown in the viewer's own time zone.
// <time data-local="clock">: what time it is.
const language = document.documentElement.lang || undefined;
// Hours from 00 to 23, as on paper and in mails.
const hourCycle = "h23";
const formats = {
  date: new Intl.DateTimeFormat(language, { dateStyle: "medium" }),
  time: new Intl.DateTimeFormat(language, { timeStyle: "short", hourCycle }),
  datetime: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle }),
  // For what is sent to people in other zones.
  zoned: new Intl.DateTimeFormat(language, {
    hourCycle,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }),
};
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const steps = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Words such as "2 hours ago" for a moment, seen from `now` (both in milliseconds). */
function relativeTime(moment, now = Date.now()) {
  const seconds = (moment - now) / 1000;
  if (seconds > 0 && seconds < 60) return relative.format(1, "minute");
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) || ["second", 1];
  return unit === "second" ? relative.format(0, "second") : relative.format(Math.round(seconds / size), unit);
}

function showClocks() {
  const now = formats.time.format();
  for (const element of document.querySelectorAll('time[data-local="clock"]')) {
    if (element.textContent !== now) element.textContent = now;
  }
}

export function showLocalTimes(root) {
  showClocks();
  for (const element of root.querySelectorAll("time[data-local]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const kind = element.dataset.local;
    element.textContent =
      kind === "relative" ? relativeTime(moment) : (formats[kind] || formats.datetime).format(moment);
    if (!element.title) element.title = formats.datetime.format(moment);
  }
}

setInterval(showClocks, 1000);
setInterval(() => {
  for (const element of document.querySelectorAll('time[data-local="relative"]')) {
    element.textContent = relativeTime(new Date(element.dateTime));
  }
}, 60_000);
