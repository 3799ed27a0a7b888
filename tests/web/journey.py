"""What a visitor does."""
from typing import Any

from playwright.sync_api import Locator, Page

JORDAN = "Hoeveel militairen stuurt Nederland naar Jordanië?"
NOWHERE = "Wie won de Tour de France van 1995?"


def ready(page: Page) -> None:
    """The page is there and has taken up what the browser kept."""
    page.wait_for_selector(".bz-welcome")
    page.wait_for_selector(".bz-log[aria-label]", state="attached")


def field(page: Page) -> Locator:
    return page.locator("#bz-input textarea")


def ask(page: Page, question: str) -> Locator:
    """Type, press Enter, wait; the newest turn."""
    before = page.locator(".bz-turn").count()
    field(page).fill(question)
    field(page).press("Enter")
    return answered(page, before)


def answered(page: Page, number: int) -> Locator:
    turn = page.locator(".bz-turn").nth(number)
    turn.locator(".bz-card:not(.bz-busy)").wait_for()
    page.wait_for_function("!sessionStorage.getItem('bronzin-pending')")  # the browser has kept it
    return turn


def restore(page: Page, records: list[dict[str, Any]]) -> None:
    """Open the page anew as if the browser had kept a conversation of these turns."""
    page.evaluate("""records => {
        sessionStorage.setItem("bronzin-conversation", "kept");
        sessionStorage.removeItem("bronzin-pending");
        return bronzin.begin([{id: "kept", at: 1600000000000, turns: records}], document.documentElement.lang);
    }""", records)


def focused(page: Page) -> str:
    return str(page.evaluate("(e => e.id || e.dataset.do || e.className || e.tagName)(document.activeElement)"))


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


CONTRAST = """e => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                       return .2126 * r + .7152 * g + .0722 * b; };
  let ground = e;
  while (rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
  const [a, b] = [light(getComputedStyle(e).color), light(getComputedStyle(ground).backgroundColor)].sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""
