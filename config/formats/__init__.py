"""Dates and times in each language, beside Django's own formats: a folder for each, found by
`settings.FORMAT_MODULE_PATH`. Templates and code only name a format: `{{ day|date:"SHORT_DATE_FORMAT" }}`."""
