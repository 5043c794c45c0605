"""Room on the pages of a report, and sizes of words on paper."""

Page = tuple[float, float]

# What a page has room for under its heading: width and height in points.
UPRIGHT: Page = (504.0, 664.0)
TURNED: Page = (750.0, 434.0)
# The same above a short table.
ABOVE_TABLE: Page = (750.0, 240.0)
# What a slide has room for under its title, and the same above two lines of words.
SLIDE: Page = (864.0, 388.0)
SLIDE_ABOVE_WORDS: Page = (864.0, 346.0)
# The least that is read without effort, in points.
SMALLEST_WORDS = 7.0
SMALLEST_ON_SLIDES = 9.0
# What a board reads from its seats.
READ_BY_A_BOARD = 12.0
# What a sheet of A1 has room for below its heading, and the least that is read standing before it.
POSTER_UPRIGHT: Page = (1560.0, 2020.0)
POSTER_TURNED: Page = (2260.0, 1320.0)
SMALLEST_ON_POSTER = 14.0
