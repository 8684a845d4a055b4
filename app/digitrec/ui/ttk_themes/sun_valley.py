"""The Sun Valley theme (sv-ttk) for ttk's widgets; only the half that is needed is built.

`sv_ttk.set_theme` builds the light and the dark theme, 40 to 80 ms each. Here Tcl's `source` skips
the other half while the theme's file runs; that is built when a person switches to it. At another
scale than 1 it runs a scaled copy of the half (`scaled`), as the theme has fixed pixels.
"""

from __future__ import annotations

import os
import tkinter

from digitrec.ui.widgets.theme import Look

_BEFORE = """
rename ::source ::_source_all
proc ::source {args} {
    switch -- [file tail [lindex $args end]] {
        %(other)s.tcl {}
        %(name)s.tcl { uplevel 1 $::digitrec_theme }
        default { uplevel 1 [list ::_source_all {*}$args] }
    }
}
"""
_AFTER = """
rename ::source {}
rename ::_source_all ::source
unset -nocomplain ::digitrec_theme
"""
_FONTS = {"SunValleyCaptionFont": 12, "SunValleyBodyFont": 13, "SunValleyBodyStrongFont": 13}


def apply_theme(root: tkinter.Tk, look: Look) -> None:
    """Gives ttk's widgets the theme of the look, with its fonts and at its scale.

    Raises:
        tkinter.TclError, OSError, ImportError: if the theme can't be loaded.
    """
    name = look.palette.name
    if name == "contrast":
        from digitrec.ui.ttk_themes import contrast

        contrast.apply_theme(root, look)
        return
    import sv_ttk

    file = os.fspath(sv_ttk.TCL_THEME_FILE_PATH)
    if f"sun-valley-{name}" not in root.tk.splitlist(root.tk.call("ttk::style", "theme", "names")):
        _build(root, file, name, look.scale)
    for font, height in _FONTS.items():
        root.tk.call("font", "configure", font, "-family", look.family, "-size", -look.px(height))
    root.tk.call("ttk::style", "theme", "use", f"sun-valley-{name}")
    padding = [look.px(side) for side in (10, 3, 10, 4)]
    for style in ("TButton", "Toggle.TButton", "Accent.TButton", "TMenubutton"):
        root.tk.call("ttk::style", "configure", style, "-padding", padding)


def _build(root: tkinter.Tk, file: str, name: str, scale: float) -> None:
    """Runs the theme's file, or for the second half only that half."""
    half = os.path.join(os.path.dirname(file), "theme", f"{name}.tcl")  # noqa: PTH118, PTH120
    script: str | tuple[str, ...] = ("::_source_all", half)
    if scale != 1:
        from digitrec.ui.ttk_themes.scaled import scaled

        script = scaled(root, half, scale)
    first = "SunValleyBodyFont" not in root.tk.splitlist(root.tk.call("font", "names"))
    root.tk.eval(_BEFORE % {"name": name, "other": "dark" if name == "light" else "light"})
    try:
        root.tk.call("set", "digitrec_theme", script)
        root.tk.call("source", file if first else half)
    finally:
        root.tk.eval(_AFTER)
