"""Where records and content differ, and what makes the records right.

``parts`` walks through a center; the other modules compare one thing each. They only read.
Each ``Difference`` that can be mended brings the function that does it, so what is found and
what is mended can't be two things.
"""
