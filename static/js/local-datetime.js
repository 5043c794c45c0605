// <input type="datetime-local" data-local-datetime="time_zone" data-utc="2026-03-05T09:00:00+00:00">: shows the moment on
// the viewer's own clock (an <input type="time"> its time of day), and writes their time zone into the field of the same form that the attribute names.
export function showLocalDateTimes(root) {
  for (const input of root.querySelectorAll("input[data-local-datetime]")) {
    const zone = input.form?.elements[input.dataset.localDatetime];
    if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const moment = new Date(input.dataset.utc ?? "");
    if (Number.isNaN(moment.getTime())) continue;
    const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
    input.value = local.toISOString().slice(input.type === "time" ? 11 : 0, 16);
    input.defaultValue = input.value;
  }
}
