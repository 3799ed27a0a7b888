"""How the page looks: fonts that every computer has, our own colours, nothing from elsewhere."""
from importlib.resources import files

import gradio as gr

_ICON = ("%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%23175e6c'/%3E"
         "%3Cpath d='M7 10h18M7 22h12' stroke='%23fff' stroke-width='3' stroke-linecap='round'/%3E"
         "%3Cpath d='M7 16h18' stroke='%23ffd34d' stroke-width='5' stroke-linecap='round'/%3E%3C/svg%3E")
_BEFORE = """
body:not(:has(.gradio-container))::before { content: "bronzin"; position: fixed; inset: 0; display: grid; place-items: center;
  font: 600 2rem Charter, Georgia, serif; opacity: .5; }
html[data-theme=dark] body:not(:has(.gradio-container)) { background: #15191d; color: #e9e7e1; }
html[data-theme=light] body:not(:has(.gradio-container)) { background: #f6f5f1; color: #1c2530; }"""

# where a browser allows no storage, for as long as the page is open; else neither Gradio nor our script would start
_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].getItem("");
  } catch {
    const held = new Map();
    Object.defineProperty(window, name, { value: {
      getItem: (key) => held.get(key) ?? null, setItem: (key, text) => held.set(key, text), removeItem: (key) => held.delete(key) } });
  }
}
"""


def theme() -> gr.themes.Base:
    """Gradio's own parts in the colours of style.css. The two body fills are literal: they are painted before the style sheet is there."""
    plain = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    return plain.set(
        body_background_fill="#f6f5f1", body_background_fill_dark="#15191d",
        body_text_color="#1c2530", body_text_color_dark="#e9e7e1",
        background_fill_primary="var(--bz-surface)", background_fill_primary_dark="var(--bz-surface)",
        border_color_primary="var(--bz-line)", border_color_primary_dark="var(--bz-line)",
        block_background_fill="transparent", block_background_fill_dark="transparent",
        block_border_width="0px", block_shadow="none",
        input_background_fill="var(--bz-surface)", input_background_fill_dark="var(--bz-surface)",
        input_border_color="var(--bz-edge)", input_border_color_dark="var(--bz-edge)",
        input_border_color_focus="var(--bz-accent)", input_border_color_focus_dark="var(--bz-accent)",
        input_placeholder_color="var(--bz-soft)", input_placeholder_color_dark="var(--bz-soft)",
        button_primary_background_fill="var(--bz-accent)", button_primary_background_fill_dark="var(--bz-accent)",
        button_primary_background_fill_hover="var(--bz-accent-strong)", button_primary_background_fill_hover_dark="var(--bz-accent-strong)",
        button_primary_text_color="var(--bz-on-accent)", button_primary_text_color_dark="var(--bz-on-accent)",
        button_secondary_background_fill="transparent", button_secondary_background_fill_dark="transparent",
        button_secondary_background_fill_hover="var(--bz-hover)", button_secondary_background_fill_hover_dark="var(--bz-hover)",
        button_secondary_border_color="var(--bz-edge)", button_secondary_border_color_dark="var(--bz-edge)",
        button_secondary_text_color="var(--bz-text)", button_secondary_text_color_dark="var(--bz-text)",
    )


def style() -> str:
    return files("qa.web").joinpath("style.css").read_text(encoding="utf-8")


def head() -> str:
    """The icon, and what is there before Gradio is: the name, on the ground of the theme that was chosen; and somewhere to keep things."""
    return (f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{_ICON}">'
            f'<script>{_STORAGE}document.documentElement.dataset.theme = localStorage.getItem("bronzin-theme") ?? ""</script>'
            f'<style>{_BEFORE}</style>')
