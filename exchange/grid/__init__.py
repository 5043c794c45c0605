"""Grid: a table like a spreadsheet that edits short fields of many artifacts of one kind."""
