"""Text on its way to a page: authors' Markdown, strangers' small subset, plain lines.

A stranger's text is stored as it came and made safe here, where it is printed.
"""

from pledges.markup.author import Rendered, TocEntry, render_author
from pledges.markup.links import LinkProblem, for_feed
from pledges.markup.mail import hide_mail
from pledges.markup.stranger import render_stranger
from pledges.markup.text import clean_line, plain_text, printable, printable_bytes, xml_text
from pledges.markup.web_address import host_of, safe_web_url

__all__ = [
    "LinkProblem",
    "Rendered",
    "TocEntry",
    "clean_line",
    "for_feed",
    "hide_mail",
    "host_of",
    "plain_text",
    "printable",
    "printable_bytes",
    "render_author",
    "render_stranger",
    "safe_web_url",
    "xml_text",
]
