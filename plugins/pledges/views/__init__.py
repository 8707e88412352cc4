"""What a page or a feed may show: frozen view models made from the domain. No I/O here.

A template sees only its view model. What is not in it cannot appear on the page and cannot
change it, so a page needs printing again only when its view model differs.
"""
