"""Drawings in SVG: which ones may be shown, for a drawing can be a program."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

_SVG: Final = "{http://www.w3.org/2000/svg}"
_INERT: Final = (
    "{http://sodipodi.",
    "{http://www.inkscape.org/",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://creativecommons.org/ns#}",
    "{http://web.resource.org/cc/}",
    "{http://purl.org/dc/",
)
"""Where elements are from that drawing programs leave in their files and browsers pass over."""
# fmt: off
_DRAWN: Final = frozenset((
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "feBlend", "feColorMatrix",
    "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
    "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence", "filter", "g",
    "image", "line", "linearGradient", "marker", "mask", "metadata", "path", "pattern", "polygon",
    "polyline", "radialGradient", "rect", "stop", "style", "svg", "switch", "symbol", "text",
    "textPath", "title", "tspan", "use", "view",
))
# fmt: on
"""Elements that draw, and do nothing else."""
_PICTURE: Final = re.compile(r"\s*data:image/(png|jpeg|gif|webp);base64,", re.IGNORECASE)
_URL: Final = re.compile(r"url\(\s*[\"']?\s*(?!#)|@import|expression\(|\\", re.IGNORECASE)


def unsafe(data: bytes) -> str:
    """Return why a drawing is not shown; empty when it may be.

    Args:
        data: The bytes of its file.
    """
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE) or b"\0" in data:
        return "it has a DOCTYPE, which can hide other things"
    if re.search(rb"<\?(?!xml\s)", data):
        return "it names a style sheet or a program outside itself"
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - nothing is declared in it, see above
    except ElementTree.ParseError as error:
        return f"it cannot be read as SVG ({error})"
    if root.tag != f"{_SVG}svg":
        return "it is no SVG"
    return next((why for element in root.iter() if (why := _wrong(element))), "")


def _wrong(element: ElementTree.Element) -> str:
    """Return why one element is not shown; empty when it may be."""
    tag = str(element.tag)
    name = tag.rpartition("}")[2]
    if tag.startswith(_INERT):
        return ""
    if not tag.startswith(_SVG) or name not in _DRAWN:
        return f"it holds <{name}>, which does more than draw"
    if name == "style" and _URL.search("".join(element.itertext())):
        return "its style names something outside it"
    items = element.attrib.items()
    return next((why for one, value in items if (why := _told(name, one, value))), "")


def _told(element: str, written: str, value: str) -> str:
    """Return why one attribute is not shown; empty when it may be."""
    name = written.rpartition("}")[2]
    if name.lower().startswith("on"):
        return f"it holds “{name}”, which runs a program"
    if name == "href":
        inside = value.startswith("#") or _picture(element, value)
        return "" if inside else "it names something outside it"
    return f"its “{name}” names something outside it" if _URL.search(value) else ""


def _picture(name: str, value: str) -> bool:
    return name == "image" and bool(_PICTURE.match(value))
