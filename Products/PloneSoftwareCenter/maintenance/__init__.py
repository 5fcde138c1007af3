"""What administrators have done to a center as a whole: checking it, making it right.

``check`` and ``rebuild`` walk through a center on a site in use; the program and the pages
show what they yield.
"""
