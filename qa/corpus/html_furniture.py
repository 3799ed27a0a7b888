"""What is on a web page but not of its text: menus, banners, buttons, and whatever is not shown."""
import re

from lxml.etree import _Element

_NEVER = {"script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "embed", "button", "select", "textarea", "head",
          "canvas", "audio", "video", "footer", "menu", "datalist"}
_OUTSIDE = {"header", "aside"}  # of the main text; in it they belong to it
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_NAMES = {"nav", "navbar", "navigation", "menu", "submenu", "breadcrumb", "breadcrumbs", "kruimelpad", "cookie", "cookies", "cookiebar",
          "cookiebanner", "cookieconsent", "consent", "gdpr", "sidebar", "share", "sharing", "social", "skiplink", "skiplinks",
          "pagination", "pager", "footer", "newsletter", "advert", "advertisement", "ads", "popup", "modal"}
_WORDS = re.compile(r"[^a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WRAPS = ("main", "article", "h1")
_LINKED = 0.8         # share of the text of a list that is links: with items as short as those of a menu it is one
_ITEM_CHARACTERS = 35
_LOOKED_AT = 2_000    # elements inside: an element with more holds the page, not a part of its furniture


def is_furniture(element: _Element, main: _Element) -> bool:
    """Whether to pass over an element and all in it. `main` is the element that is read."""
    kind = element.tag
    if not isinstance(kind, str):
        return True
    if element is main:
        return False
    if kind in _NEVER or element.get("role") in _ROLES or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    if (style := element.get("style")) and _HIDDEN.search(style):
        return True
    if main.tag == "body" and (kind in _OUTSIDE or element.get("role") == "complementary") and not _is_in_article(element):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    if names.strip() and not _NAMES.isdisjoint(_WORDS.split(names)) and not _wraps(element):
        return True
    return kind in ("ul", "ol") and main.tag == "body" and not _is_in_article(element) and _is_menu(element)


def _is_in_article(element: _Element) -> bool:
    return next(element.iterancestors("article"), None) is not None


def _wraps(element: _Element) -> bool:
    """Whether the text of the page is in it: a name like "with-sidebar" then tells nothing."""
    return next(element.iter(*_WRAPS), None) is not None or any(number > _LOOKED_AT for number, _ in enumerate(element.iter()))


def _is_menu(items: _Element) -> bool:
    texts = [" ".join("".join(item.itertext()).split()) for item in items if item.tag == "li"]
    linked = sum(len(" ".join("".join(link.itertext()).split())) for link in items.iter("a"))
    return len(texts) > 2 and linked >= _LINKED * sum(map(len, texts)) and sum(map(len, texts)) <= _ITEM_CHARACTERS * len(texts)
