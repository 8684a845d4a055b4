"""The Sun Valley theme (sv-ttk) for ttk's widgets; only the half that is needed is built.

`sv_ttk.set_theme` builds the light and the dark theme, 40 to 80 ms each. Here Tcl's `source` skips
the other half while the theme's file runs; that is built when a person switches to it.
"""

from __future__ import annotations

import os
import tkinter

from digitrec.ui.widgets.theme import Look

_WITHOUT_OTHER = """
rename ::source ::_source_all
proc ::source {args} {
    if {[file tail [lindex $args end]] ne "%s.tcl"} { uplevel 1 [list ::_source_all {*}$args] }
}
"""
_AS_BEFORE = """
rename ::source {}
rename ::_source_all ::source
"""
_FONTS = {"SunValleyCaptionFont": 12, "SunValleyBodyFont": 13, "SunValleyBodyStrongFont": 13}


def apply_theme(root: tkinter.Tk, look: Look) -> None:
    """Gives ttk's widgets the theme of the look, with its fonts and at its scale.

    Raises:
        tkinter.TclError, OSError, ImportError: if the theme can't be loaded.
    """
    import sv_ttk

    name = look.palette.name
    file = os.fspath(sv_ttk.TCL_THEME_FILE_PATH)
    if f"sun-valley-{name}" not in root.tk.splitlist(root.tk.call("ttk::style", "theme", "names")):
        if "SunValleyBodyFont" not in root.tk.splitlist(root.tk.call("font", "names")):
            _build(root, file, other="dark" if name == "light" else "light")
        else:
            root.tk.call("source", os.path.join(os.path.dirname(file), "theme", f"{name}.tcl"))  # noqa: PTH118, PTH120
    for font, height in _FONTS.items():
        root.tk.call("font", "configure", font, "-family", look.family, "-size", -look.px(height))
    root.tk.call("ttk::style", "theme", "use", f"sun-valley-{name}")
    padding = [look.px(side) for side in (10, 3, 10, 4)]
    for style in ("TButton", "Toggle.TButton", "Accent.TButton", "TMenubutton"):
        root.tk.call("ttk::style", "configure", style, "-padding", padding)


def _build(root: tkinter.Tk, file: str, other: str) -> None:
    root.tk.eval(_WITHOUT_OTHER % other)
    try:
        root.tk.call("source", file)
    finally:
        root.tk.eval(_AS_BEFORE)
